using System.Diagnostics;
using SecureApi.Cli.Commands.StackFiles;
using System.Globalization;
using System.Runtime;
using SecureApi;
using SecureApi.Cli.Commands;
using SecureApi.Configuration;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;

// inprocess <project folder> <runs> [--json]: the time of each part of a preview, one line a run, in milliseconds; what was
// compiled and allocated, and how long the collector stopped the program. The plan is written only if it is asked for.
var (directory, runs, wantsJson) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), args.Contains("--json"));
Console.WriteLine("run  settings  record  report  screen   json  total  compiled (ms)  allocated MB  pauses");
for (var run = 1; run <= runs; run++)
{
    var clock = Stopwatch.StartNew();
    var (compiled, compiling) = (JitInfo.GetCompiledMethodCount(), JitInfo.GetCompilationTime());
    var (allocated, paused) = (GC.GetTotalAllocatedBytes(precise: true), GC.GetTotalPauseDuration());
    var times = new List<double>();
    void Lap() => times.Add(clock.Elapsed.TotalMilliseconds - times.Sum());

    var settings = PreviewSubject.Create(StackFileReader.Load(directory, "prod"), bootstrap: false).Settings;
    Lap();
    var stack = await StackRecorder.RecordAsync(settings.Project, settings.Stack, settings.Region, options => new SecureApiStack(settings, options));
    Lap();
    var report = new PreviewReport(stack, []);
    Lap();
    TerminalReport.Show(report, CommandHost.PlainConsole(TextWriter.Null));
    Lap();
    if (wantsJson)
        PlanJson.Write(report);
    Lap();
    var methods = JitInfo.GetCompiledMethodCount() - compiled;
    var duration = (JitInfo.GetCompilationTime() - compiling).TotalMilliseconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{run,3} {times[0],9:0.0} {times[1],7:0.0} {times[2],7:0.0} {times[3],7:0.0} {times[4],6:0.0} {times.Sum(),6:0.0}  {methods,4} ({duration,5:0.0})  {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6,12:0.0}  {(GC.GetTotalPauseDuration() - paused).TotalMilliseconds,6:0.0}"));
}
