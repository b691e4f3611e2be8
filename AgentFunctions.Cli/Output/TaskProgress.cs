using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Output;

/// <summary>A bar on stderr with rate and time left, where somebody looks.</summary>
internal static class TaskProgress
{
    /// <param name="doing">What is done with the tasks.</param>
    /// <param name="total">Null when nobody knows.</param>
    /// <param name="work">Is handed what to call for each task that is done.</param>
    public static async Task ShowAsync(CliOutput output, string doing, long? total, Func<Action, Task> work)
    {
        if (!output.ShowsProgress)
        {
            await work(() => { });
            return;
        }

        await output.Progress.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new CountColumn(), new RateColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(doing, maxValue: Math.Max(1, total ?? 1));
                bar.IsIndeterminate = total is null;
                await work(() => bar.Increment(1));
                bar.StopTask();
            });
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(task.IsIndeterminate
            ? string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0}")
            : string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0}/{task.MaxValue:N0}"));
    }

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{(task.ElapsedTime is { TotalSeconds: > 0 } elapsed ? task.Value / elapsed.TotalSeconds : 0):N0}/s"));
    }
}
