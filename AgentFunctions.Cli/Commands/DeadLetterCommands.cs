using System.CommandLine;
using AgentFunctions.Cli.Input;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>dead-letters</c> and <c>redrive</c>.</summary>
internal static class DeadLetterCommands
{
    public static IEnumerable<Command> Create(CommandBinder bind) => [List(bind), Redrive(bind)];

    private static Command List(CommandBinder bind)
    {
        (Option<string?> agent, Option<string?> reason, Option<DateTimeOffset?> from, Option<DateTimeOffset?> to) = Filter();
        Option<int> limit = TaskCommands.Limit();
        return bind(new Command("dead-letters", "List the tasks that were set aside after their last attempt. With --json: one task a line.") { agent, reason, from, to, limit }, (run, cancellationToken) =>
        {
            DeadLetterQuery query = new()
            {
                Agent = run.Get(agent),
                Reason = run.Get(reason),
                From = run.Get(from),
                To = run.Get(to),
                PageSize = TaskCommands.PageSize(run.Get(limit)),
            };
            return TaskCommands.ShowAsync(run, run.Client.DeadLetters.ListAsync(query, cancellationToken), run.Get(limit), cancellationToken);
        });
    }

    private static Command Redrive(CommandBinder bind)
    {
        Option<string[]> ids = new("--ids") { Description = "These tasks", AllowMultipleArgumentsPerToken = true };
        (Option<string?> agent, Option<string?> reason, Option<DateTimeOffset?> from, Option<DateTimeOffset?> to) = Filter();
        Option<bool> all = new("--all") { Description = "All of them" };
        Option<bool> dryRun = new("--dry-run") { Description = "Only say what would happen" };
        Option<double?> rate = new("--rate") { Description = "Tasks a second [default: all at once]" };
        Option<int?> limit = new("--limit") { Description = "Most tasks, 1 to 1,000 [default: 1,000]" };
        Command command = new("redrive", "Send dead-lettered tasks round again, chosen by ids or by filter.") { ids, agent, reason, from, to, all, dryRun, rate, limit };
        return bind(command, async (run, cancellationToken) =>
        {
            string[]? chosen = run.Get(ids) is { Length: > 0 } given ? given : null;
            RedriveFilter filter = new(run.Get(agent), run.Get(reason), run.Get(from), run.Get(to));
            bool filters = filter != new RedriveFilter() || run.Get(all);
            if (filters == chosen is not null)
            {
                throw new UsageException("Which tasks? Allowed are --ids, or any of --agent, --reason, --from and --to, or --all; not both ids and a filter.");
            }

            RedriveRequest request = new() { Ids = chosen, Filter = filters ? filter : null, DryRun = run.Get(dryRun), Rate = run.Get(rate), Limit = run.Get(limit) };
            RedriveReport report = await run.Client.DeadLetters.RedriveAsync(request, cancellationToken);
            run.Output.Show(report, ClientJson.Default.RedriveReport, View);
            return report.Redriven == report.Matched ? ExitCode.Ok : ExitCode.Refused;
        });
    }

    private static IEnumerable<Spectre.Console.Rendering.IRenderable> View(RedriveReport report) =>
    [
        Format.Table(["task", "outcome", "due", "why not"], report.Items.Select(i => (string[])[i.Id, i.Outcome, Format.Time(i.NextAttemptAt), i.Detail ?? "-"])),
        Format.Line($"{report.Redriven} of {report.Matched} {(report.DryRun ? "would be" : "are")} in line again.{(report.More ? " There are more; the same command again goes on." : null)}"),
    ];

    private static (Option<string?> Agent, Option<string?> Reason, Option<DateTimeOffset?> From, Option<DateTimeOffset?> To) Filter() => (
        new Option<string?>("--agent") { Description = "Only of this agent" },
        new Option<string?>("--reason") { Description = "Only with this code of the last error, such as model-unavailable" },
        MomentOption.Past("--from", "Set aside then or later"),
        MomentOption.Past("--to", "Set aside before"));
}
