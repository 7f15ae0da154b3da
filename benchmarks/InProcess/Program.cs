using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using SecureApi;
using SecureApi.Configuration;
using SecureApi.Preview;
using SecureApi.Preview.Documents;
using SecureApi.Preview.Recording;
using SecureApi.Preview.Reporting;
using SecureApi.Preview.Terminal;

// inprocess <project folder> <runs>: the time of each part of a preview, one line a run, in milliseconds.
var (directory, runs) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
Console.WriteLine("run  settings  record  report  screen  json  total  compiled methods (ms)");
for (var run = 1; run <= runs; run++)
{
    var clock = Stopwatch.StartNew();
    var (compiled, compiling) = (JitInfo.GetCompiledMethodCount(), JitInfo.GetCompilationTime());
    var times = new List<double>();
    void Lap() => times.Add(clock.Elapsed.TotalMilliseconds - times.Sum());

    var settings = PreviewSubject.Create(StackConfiguration.FromFiles(directory, "prod"), bootstrap: false).Settings;
    Lap();
    var stack = await StackRecorder.RecordAsync(settings.Project, settings.Stack, settings.Region, options => new SecureApiStack(settings, options));
    Lap();
    var report = new PreviewReport(stack, []);
    Lap();
    TerminalReport.Show(report, new PlainScreen(TextWriter.Null));
    Lap();
    PlanJsonWriter.Write(report);
    Lap();
    var methods = JitInfo.GetCompiledMethodCount() - compiled;
    var duration = (JitInfo.GetCompilationTime() - compiling).TotalMilliseconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{run,3} {times[0],9:0.0} {times[1],7:0.0} {times[2],7:0.0} {times[3],7:0.0} {times[4],5:0.0} {times.Sum(),6:0.0}  {methods} ({duration:0.0})"));
}
