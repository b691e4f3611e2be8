using System.CommandLine;
using AgentFunctions.Cli.Input;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>get</c>, <c>result</c>, <c>list</c>, <c>cancel</c>, <c>feedback</c>.</summary>
internal static class TaskCommands
{
    public static IEnumerable<Command> Create(CommandBinder bind) => [Get(bind), Result(bind), List(bind), Cancel(bind), Feedback(bind)];

    private static Command Get(CommandBinder bind)
    {
        Argument<string> id = Id();
        return bind(new Command("get", "Show a task as it is now.") { id }, async (run, cancellationToken) =>
            Show(run, await run.Client.GetAsync(run.Get(id), cancellationToken)));
    }

    private static Command Result(CommandBinder bind)
    {
        Argument<string> id = Id();
        return bind(new Command("result", "Print the result of a task that succeeded.") { id }, async (run, cancellationToken) =>
        {
            AgentTask task = await run.Client.GetAsync(run.Get(id), cancellationToken);
            if (task is not { Status: AgentTaskStatus.Succeeded, Result: { } result })
            {
                throw new TaskNotSucceededException(task);
            }

            run.Output.Line(run.Output.IsJson ? result.GetRawText() : Format.Pretty(result));
            return ExitCode.Ok;
        });
    }

    private static Command List(CommandBinder bind)
    {
        Option<string[]> status = new("--status") { Description = "Only in this state; may be given several times", AllowMultipleArgumentsPerToken = true };
        status.AcceptOnlyFromAmong([.. Enum.GetValues<AgentTaskStatus>().Select(Format.Status)]);
        Option<string?> agent = new("--agent") { Description = "Only of this agent" };
        Option<DateTimeOffset?> from = MomentOption.Past("--from", "Created then or later");
        Option<DateTimeOffset?> to = MomentOption.Past("--to", "Created before");
        Option<int> limit = Limit();
        return bind(new Command("list", "List tasks, newest first. With --json: one task a line.") { status, agent, from, to, limit }, (run, cancellationToken) =>
        {
            TaskQuery query = new()
            {
                Statuses = [.. (run.Get(status) ?? []).Select(s => Enum.Parse<AgentTaskStatus>(s, ignoreCase: true))],
                Agent = run.Get(agent),
                From = run.Get(from),
                To = run.Get(to),
                PageSize = PageSize(run.Get(limit)),
            };
            return ShowAsync(run, run.Client.ListAsync(query, cancellationToken), run.Get(limit), cancellationToken);
        });
    }

    private static Command Cancel(CommandBinder bind)
    {
        Argument<string> id = Id();
        return bind(new Command("cancel", "Cancel a task. The same again changes nothing.") { id }, async (run, cancellationToken) =>
            Show(run, await run.Client.CancelAsync(run.Get(id), cancellationToken)));
    }

    private static Command Feedback(CommandBinder bind)
    {
        Argument<string> id = Id();
        Option<double> score = new("--score") { Description = "What the answer is worth, 0 to 1", Required = true };
        Option<string?> note = new("--note") { Description = "Why, in at most 2,000 characters" };
        return bind(new Command("feedback", "Say what the answer of a task is worth. The latest counts.") { id, score, note }, async (run, cancellationToken) =>
            Show(run, await run.Client.FeedbackAsync(run.Get(id), run.Get(score), run.Get(note), cancellationToken)));
    }

    /// <summary>How many of a list are shown.</summary>
    public static Option<int> Limit()
    {
        Option<int> limit = new("--limit") { Description = "Most to show; 0 for all", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError($"--limit is {result.GetValueOrDefault<int>()}; allowed is 0 or more.");
            }
        });
        return limit;
    }

    /// <summary>Enough for the limit in as few requests as possible.</summary>
    public static int PageSize(int limit) => limit is > 0 and < 1000 ? limit : 1000;

    /// <summary>Writes tasks as they come for a program, in one table for a person.</summary>
    public static async Task<int> ShowAsync(CliRun run, IAsyncEnumerable<AgentTask> tasks, int limit, CancellationToken cancellationToken)
    {
        await run.Output.ShowListAsync(tasks, limit, ClientJson.Default.AgentTask, TaskTables.List, cancellationToken);
        return ExitCode.Ok;
    }

    private static Argument<string> Id() => new("ID") { Description = "Id of the task" };

    private static int Show(CliRun run, AgentTask task)
    {
        run.Output.Show(task, ClientJson.Default.AgentTask, TaskTables.One);
        return ExitCode.Ok;
    }
}
