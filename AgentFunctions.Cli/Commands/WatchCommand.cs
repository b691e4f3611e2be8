using System.CommandLine;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>watch</c>: what happens to a task.</summary>
internal static class WatchCommand
{
    public static Command Create(CommandBinder bind)
    {
        Argument<string> id = new("ID") { Description = "Id of the task" };
        return bind(new Command("watch", "Show what happens to a task until its end. With --json: one event a line.") { id }, async (run, cancellationToken) =>
        {
            AgentTaskStatus end = AgentTaskStatus.Succeeded;
            await foreach (TaskEvent happened in run.Client.WatchAsync(run.Get(id), cancellationToken))
            {
                Show(run, happened);
                end = happened.Task?.Status ?? end;
            }

            return end == AgentTaskStatus.Succeeded ? ExitCode.Ok : ExitCode.NotSucceeded;
        });
    }

    private static void Show(CliRun run, TaskEvent happened)
    {
        if (run.Output.IsJson)
        {
            run.Output.Json(
                new WatchedEvent(happened.Kind, happened.Id, happened.Data.ValueKind == System.Text.Json.JsonValueKind.Undefined ? null : happened.Data), CliJson.Default.WatchedEvent);
        }
        else
        {
            run.Output.Line(EventLines.TextOf(happened, run.Environment.Time.GetUtcNow()));
        }
    }
}
