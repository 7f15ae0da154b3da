using System.Reflection;
using Pulumi;
using Pulumi.Aws.AppAutoScaling.Inputs;
using Pulumi.Aws.Ecs.Inputs;
using Xunit;
using Acm = Pulumi.Aws.Acm;
using CloudWatch = Pulumi.Aws.CloudWatch;
using Ec2 = Pulumi.Aws.Ec2;
using Ecs = Pulumi.Aws.Ecs;
using LB = Pulumi.Aws.LB;
using S3 = Pulumi.Aws.S3;
using ServiceDiscovery = Pulumi.Aws.ServiceDiscovery;
using WafV2 = Pulumi.Aws.WafV2;

namespace SecureApi.Sdks.Tests;

/// <summary>Pins shapes of Pulumi.Aws 7.48.0 that the product rests on; true of the published package as well.</summary>
public sealed class GeneratedAwsTests
{
    [Theory]
    [InlineData(typeof(Ec2.Vpc), "aws:ec2/vpc:Vpc")]
    [InlineData(typeof(Pulumi.Aws.Vpc.SecurityGroupIngressRule), "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")]
    [InlineData(typeof(LB.LoadBalancer), "aws:lb/loadBalancer:LoadBalancer")]
    [InlineData(typeof(Ecs.Service), "aws:ecs/service:Service")]
    [InlineData(typeof(ServiceDiscovery.Service), "aws:servicediscovery/service:Service")]
    [InlineData(typeof(S3.BucketObjectv2), "aws:s3/bucketObjectv2:BucketObjectv2")]
    [InlineData(typeof(WafV2.WebAcl), "aws:wafv2/webAcl:WebAcl")]
    [InlineData(typeof(Pulumi.Aws.Provider), "pulumi:providers:aws")]
    public void ResourceClass_Always_CarriesItsTypeTokenAndVersion(Type type, string token)
    {
        var attribute = type.GetCustomAttribute<ResourceTypeAttribute>();

        Assert.Equal(token, attribute?.Type);
        Assert.Equal("7.48.0", attribute?.Version);
    }

    [Theory]
    [InlineData(typeof(Ec2.VpcArgs), "")]
    [InlineData(typeof(Ec2.SubnetArgs), "vpcId")]
    [InlineData(typeof(LB.ListenerArgs), "defaultActions,loadBalancerArn")]
    [InlineData(typeof(Ecs.TaskDefinitionArgs), "containerDefinitions,family")]
    [InlineData(typeof(Pulumi.Aws.Iam.RoleArgs), "assumeRolePolicy")]
    [InlineData(typeof(PolicyTargetTrackingScalingPolicyConfigurationArgs), "targetValue")]
    [InlineData(typeof(ServiceLoadBalancerArgs), "containerName,containerPort")]
    public void RequiredInputs_OfArgs_AreThoseOfTheProvider(Type args, string required) =>
        Assert.Equal(required, string.Join(',', Inputs(args).Where(input => input.Required).Select(input => input.Name).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData(typeof(CloudWatch.MetricAlarmArgs), "Threshold")]
    [InlineData(typeof(PolicyTargetTrackingScalingPolicyConfigurationArgs), "TargetValue")]
    [InlineData(typeof(ServiceDeploymentConfigurationCanaryConfigurationArgs), "CanaryPercent")]
    [InlineData(typeof(ServiceDeploymentConfigurationLinearConfigurationArgs), "StepPercent")]
    public void Numbers_ThatCanBeFractions_AreDoubles(Type args, string property) =>
        Assert.Equal(typeof(Input<double>), args.GetProperty(property)?.PropertyType);

    [Theory]
    [InlineData(typeof(Ecs.ServiceArgs), "DesiredCount")]
    [InlineData(typeof(LB.TargetGroupArgs), "DeregistrationDelay")]
    [InlineData(typeof(PolicyTargetTrackingScalingPolicyConfigurationArgs), "ScaleInCooldown")]
    public void Numbers_ThatCount_AreIntegers(Type args, string property) =>
        Assert.Equal(typeof(Input<int>), args.GetProperty(property)?.PropertyType);

    [Fact]
    public void ProviderInputs_OtherThanStrings_TravelAsJson()
    {
        var wrong = Inputs(typeof(Pulumi.Aws.ProviderArgs)).Where(input => input.Json == (input.Type == typeof(Input<string>)));

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(typeof(Pulumi.Aws.Iam.PolicyArgs), "PolicyDocument", "policy")]
    [InlineData(typeof(S3.BucketArgs), "BucketName", "bucket")]
    public void Property_ThatWouldBeCalledAsItsClass_HasAnotherName(Type args, string property, string input) =>
        Assert.Equal(input, Assert.Single(Inputs(args), candidate => candidate.Member == property).Name);

    [Fact]
    public void OutputLists_AreImmutableArrays_OfNestedOutputTypes() =>
        Assert.Equal(
            typeof(Output<System.Collections.Immutable.ImmutableArray<Acm.Outputs.CertificateDomainValidationOption>>),
            typeof(Acm.Certificate).GetProperty("DomainValidationOptions")?.PropertyType);

    // The attribute shows nothing of itself, so its constructor arguments are read. It stands on the property, or on the
    // private field behind it.
    private static IEnumerable<(string Name, string Member, Type Type, bool Required, bool Json)> Inputs(Type args) =>
        from member in args.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        from attribute in member.GetCustomAttributesData()
        where attribute.AttributeType == typeof(InputAttribute)
        let values = attribute.ConstructorArguments
        let type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType
        let flags = values.Skip(1).Select(value => value.Value is true).ToArray()
        select ((string)values[0].Value!, member.Name, type, flags.ElementAtOrDefault(0), flags.ElementAtOrDefault(1));
}
