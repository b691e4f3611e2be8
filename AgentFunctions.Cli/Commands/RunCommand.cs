using System.CommandLine;
using AgentFunctions.Cli.Input;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>run</c>: a task, and its result.</summary>
internal static class RunCommand
{
    public static Command Create(CommandBinder bind)
    {
        TaskOptions options = new();
        Option<string?> key = new("--idempotency-key") { Description = "The same key and task within 24 h is the same task [default: a new one]" };
        Command command = new("run", "Run a task, wait for its end, and print its result. With --json: the whole task.") { key };
        options.AddTo(command);
        return bind(command, async (run, cancellationToken) =>
        {
            TaskRequest request = await options.ReadAsync(run, cancellationToken);
            AgentTask task = await run.Client.SubmitAsync(request, run.Get(key), cancellationToken: cancellationToken);
            if (!task.IsFinal)
            {
                task = await FollowAsync(run, task.Id, cancellationToken);
            }

            return Show(run, task);
        });
    }

    private static async Task<AgentTask> FollowAsync(CliRun run, string id, CancellationToken cancellationToken)
    {
        try
        {
            EventLines lines = new(run.Output);
            await foreach (TaskEvent happened in run.Client.WatchAsync(id, cancellationToken))
            {
                lines.ShowText(happened);
                if (happened is { IsFinal: true, Task: { } task })
                {
                    return task;
                }
            }

            return await run.Client.GetAsync(id, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            run.Output.Note($"Task {id} goes on. See it with 'agentfn watch {id}', end it with 'agentfn cancel {id}'.");
            throw;
        }
    }

    private static int Show(CliRun run, AgentTask task)
    {
        if (run.Output.IsJson)
        {
            run.Output.Json(task, ClientJson.Default.AgentTask);
        }
        else if (task is { Status: AgentTaskStatus.Succeeded, Result: { } result })
        {
            run.Output.Line(Format.Pretty(result));
        }

        return task.Status == AgentTaskStatus.Succeeded ? ExitCode.Ok : throw new TaskNotSucceededException(task);
    }
}
