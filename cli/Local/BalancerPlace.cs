namespace SecureApi.Cli.Local;

/// <summary>Where the stand-in for the load balancer runs.</summary>
/// <param name="Directory">The folder of its files, as Nginx sees it.</param>
/// <param name="Listen">Address and port.</param>
/// <param name="Gateway">Address and port of the gateway.</param>
/// <param name="KeepsRoot">Whether its workers stay root: where root started Nginx, they could not read the folder otherwise.</param>
internal sealed record BalancerPlace(string Directory, string Listen, string Gateway, bool KeepsRoot);
