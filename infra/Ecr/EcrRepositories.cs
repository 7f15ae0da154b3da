using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Ecr;
using Pulumi.Aws.Ecr.Inputs;
using SecureApi.Common;
using SecureApi.Gateway;

namespace SecureApi.Ecr;

/// <summary>
/// A private repository for each image: encrypted, scanned on push, with tags that never move, and a lifecycle that drops
/// what was not tagged and the oldest releases.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"/>
public sealed class EcrRepositories : ComponentResource
{
    /// <summary>Declares the repositories.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Images and key.</param>
    /// <param name="options">Parent and providers.</param>
    public EcrRepositories(string name, EcrRepositoriesArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:ecr:EcrRepositories", name, options)
    {
        Repositories = args.Images.ToSortedMap(image => image, image => Declare($"{name}-{image}", image, args));
        RegisterOutputs(Repositories.ToOutputs(repository => repository.Url));
    }

    /// <summary>Each image's repository.</summary>
    public ImmutableSortedDictionary<string, EcrRepository> Repositories { get; }

    /// <summary>Where each image is pushed.</summary>
    public ImmutableSortedDictionary<string, Output<string>> Urls => Repositories.MapValues((_, repository) => repository.Url);

    private EcrRepository Declare(string label, string image, EcrRepositoriesArgs args)
    {
        var child = new CustomResourceOptions { Parent = this };
        var repository = new Repository(label, new RepositoryArgs
        {
            Name = args.Names.Repository(image),
            ImageTagMutability = "IMMUTABLE",

            // AWS refuses to delete a repository with images, which would leave the removal of a service half done.
            ForceDelete = args.ForceDelete || image != GatewayContract.Name,
            ImageScanningConfiguration = new RepositoryImageScanningConfigurationArgs { ScanOnPush = true },
            EncryptionConfigurations =
            {
                new RepositoryEncryptionConfigurationArgs { EncryptionType = "KMS", KmsKey = args.KeyArn },
            },
        }, child);
        new LifecyclePolicy(label, new LifecyclePolicyArgs
        {
            Repository = repository.Name,
            Policy = ImageLifecycle.ToJson(),
        }, child);
        return new EcrRepository(repository.RepositoryUrl, repository.Arn);
    }
}

/// <summary>The arguments of <see cref="EcrRepositories"/>.</summary>
public sealed record EcrRepositoriesArgs
{
    /// <summary>The images: the gateway and every service.</summary>
    public required ImmutableArray<string> Images { get; init; }

    /// <summary>Gives each repository its fixed name.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>The customer-managed key.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>Whether a destroy may delete the gateway's repository with its images. A service's goes with the service.</summary>
    public required bool ForceDelete { get; init; }
}

/// <summary>A repository as others use it.</summary>
/// <param name="Url">Registry and name, without tag or digest: <c>123456789012.dkr.ecr.eu-west-1.amazonaws.com/secure-api-prod/api</c>.</param>
/// <param name="Arn">The ARN, for policies.</param>
public sealed record EcrRepository(Output<string> Url, Output<string> Arn);

/// <summary>
/// Which images ECR deletes by itself. A release is a tagged index of untagged images, one for each platform, and of their
/// attestations: tags are counted, and what an index refers to cannot expire before it. Releases that run are protected by
/// number, so the limit is far above what a rollback reaches.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html"/>
internal static class ImageLifecycle
{
    private const int UntaggedDays = 7;
    private const int KeptReleases = 100;

    public static string ToJson() => JsonText.Of(new
    {
        Rules = new object[]
        {
            new
            {
                RulePriority = 1,
                Description = "Untagged images are left-overs of a build",
                Selection = new { TagStatus = "untagged", CountType = "sinceImagePushed", CountUnit = "days", CountNumber = UntaggedDays },
                Action = new { Type = "expire" },
            },
            new
            {
                RulePriority = 2,
                Description = "Old releases",
                Selection = new { TagStatus = "tagged", TagPatternList = ImmutableArray.Create("*"), CountType = "imageCountMoreThan", CountNumber = KeptReleases },
                Action = new { Type = "expire" },
            },
        },
    });
}
