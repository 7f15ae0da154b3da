#:project ../infra/Infra.csproj
#:property PublishAot=false

// Prints how long the reachability proof and the whole audit take inside a warm process, for 1, 10 and 100 services.
// Usage: dotnet run -c Release benchmarks/Reachability.cs [ROUNDS]; default 15.
using System.Collections.Immutable;
using System.Diagnostics;
using SecureApi.Common;
using SecureApi;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Controls;
using SecureApi.Cli.Audit.Reachability;
using SecureApi.Ecs;
using SecureApi.Configuration;
using SecureApi.LoadBalancing;
using SecureApi.Network;
using SecureApi.Cli.Preview.Recording;

var rounds = args.Length > 0 ? int.Parse(args[0], provider: null) : 15;
Console.WriteLine($"Medians of {rounds} rounds in a warm process, {Environment.ProcessorCount} cores.");
Console.WriteLine("Wall time, and processor time in brackets, which other work on the machine does not change.");
Console.WriteLine("services   resources   paths                 proof           whole audit");
foreach (var count in new[] { 1, 10, 100 })
{
    var settings = Settings(count);
    var recorded = await StackRecorder.RecordAsync(
        settings.Project, settings.Stack, settings.Region, options => new SecureApiStack(settings, options));
    var paths = ReachabilityProof.Of(new AuditedStack(recorded, settings)).Paths.Length;
    var proof = Median(() => ReachabilityProof.Of(new AuditedStack(recorded, settings)));
    var audit = Median(() => new Auditor(ControlCatalog.All()).Audit(new AuditedStack(recorded, settings), [], new DateOnly(2026, 1, 1)));
    Console.WriteLine($"{count,8}   {recorded.Resources.Length,9}   {paths,5}   {Text(proof),19}   {Text(audit),19}");
}

(double Wall, double Processor) Median(Action action)
{
    // Past the first tiers of the compiler.
    for (var round = 0; round < 30; round++) action();
    var wall = new List<double>();
    var processor = new List<double>();
    for (var round = 0; round < rounds; round++)
    {
        var start = Stopwatch.GetTimestamp();
        var used = Environment.CpuUsage.TotalTime;
        action();
        wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
    }

    return (wall.Order().ElementAt(rounds / 2), processor.Order().ElementAt(rounds / 2));
}

static string Text((double Wall, double Processor) time) => $"{time.Wall:0.0} ms ({time.Processor:0.0} ms)";

static StackConfig Settings(int services)
{
    var names = Enumerable.Range(0, services).Select(index => $"service-{index}").ToImmutableArray();
    return new StackConfig
    {
        Project = "secure-api",
        Stack = "prod",
        Region = AwsRegion.Parse("eu-west-1"),
        Edge = new EdgeConfig { Domain = "api.example.com", HostedZoneId = "Z0123456789ABCDEFGHIJ" },
        Network = new NetworkConfig
        {
            AvailabilityZoneCount = 3,
            Ipv6 = true,
            InterfaceEndpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"],
        },
        Services = names.ToSortedMap(name => name, name => new ServiceConfig { PathPrefix = $"/{name}" }),
        Images = names.Append("gateway").ToSortedMap(name => name, _ => $"sha256:{new string('0', 64)}"),
    };
}
