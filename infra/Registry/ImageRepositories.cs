using Pulumi;
using Pulumi.Aws.Ecr;
using Pulumi.Aws.Ecr.Inputs;
using SecureApi.Naming;

namespace SecureApi.Registry;

/// <summary>
/// A private repository for each image: encrypted, scanned on push, with tags that never move, and a lifecycle that drops
/// what was not tagged and the oldest releases.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"/>
public sealed class ImageRepositories : ComponentResource
{
    /// <summary>Declares the repositories.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Images and key.</param>
    /// <param name="options">Parent and providers.</param>
    public ImageRepositories(string name, ImageRepositoriesArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:registry:ImageRepositories", name, options)
    {
        Repositories = args.Images.ToNamedMap(image => image, image => Declare($"{name}-{image}", args.Names.Repository(image), args));
        RegisterOutputs(Repositories.ToOutputs(repository => repository.Url));
    }

    /// <summary>Each image's repository.</summary>
    public NamedMap<ImageRepository> Repositories { get; }

    /// <summary>Where each image is pushed.</summary>
    public NamedMap<Output<string>> Urls => Repositories.MapValues((_, repository) => repository.Url);

    private ImageRepository Declare(string label, string physicalName, ImageRepositoriesArgs args)
    {
        var child = new CustomResourceOptions { Parent = this };
        var repository = new Repository(label, new RepositoryArgs
        {
            Name = physicalName,
            ImageTagMutability = "IMMUTABLE",
            ForceDelete = args.ForceDelete,
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
        return new ImageRepository(repository.RepositoryUrl, repository.Arn);
    }
}
