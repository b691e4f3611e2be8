using System.Globalization;
using Spectre.Console;

namespace AgentFunctions.LocalHost.Demo;

/// <summary>Shows how far the tasks are: a bar on a terminal, now and then a plain line elsewhere.</summary>
internal sealed class DemoProgress(IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(2);

    /// <param name="watch">Runs with a callback that takes the number of final tasks.</param>
    public Task RunAsync(int total, Func<Action<int>, Task> watch) =>
        console.Profile.Out.IsTerminal ? ShowBarAsync(total, watch) : PrintLinesAsync(total, watch);

    private async Task ShowBarAsync(int total, Func<Action<int>, Task> watch)
    {
        var started = time.GetTimestamp();
        var bar = console.Progress().Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn());
        await bar.StartAsync(async context =>
        {
            var task = context.AddTask(Describe(0, total, TimeSpan.Zero), maxValue: total);
            await watch(done =>
            {
                task.Value = done;
                task.Description = Describe(done, total, time.GetElapsedTime(started));
            });
        });
    }

    private async Task PrintLinesAsync(int total, Func<Action<int>, Task> watch)
    {
        var started = time.GetTimestamp();
        var printed = started;
        await watch(done =>
        {
            if (done == total || time.GetElapsedTime(printed) >= LineEvery)
            {
                printed = time.GetTimestamp();
                console.WriteLine(Describe(done, total, time.GetElapsedTime(started)));
            }
        });
    }

    private static string Describe(int done, int total, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        var left = rate > 0 ? TimeSpan.FromSeconds((total - done) / rate) : (TimeSpan?)null;
        var eta = done == total ? "" : left is { } time ? $", {time:mm\\:ss} left" : ", waiting for the first";
        return string.Create(CultureInfo.InvariantCulture, $"{done}/{total} tasks, {rate:0.0}/s{eta}");
    }
}
