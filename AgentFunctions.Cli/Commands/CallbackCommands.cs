using System.CommandLine;
using System.Text.Json;
using AgentFunctions.Cli.Input;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>callbacks list</c> and <c>callbacks redrive</c>.</summary>
internal static class CallbackCommands
{
    public static Command Create(CommandBinder bind) => new("callbacks", "What has become of telling the ends of tasks.") { List(bind), Redrive(bind) };

    private static Command List(CommandBinder bind)
    {
        Option<string> status = new("--status") { Description = "In this state", DefaultValueFactory = _ => Name(CallbackStatus.Failed) };
        status.AcceptOnlyFromAmong([.. Enum.GetValues<CallbackStatus>().Select(Name)]);
        (Option<string?> agent, Option<DateTimeOffset?> from, Option<DateTimeOffset?> to) = Filter();
        Option<int> limit = TaskCommands.Limit();
        return bind(new Command("list", "List the callbacks of tasks that have ended, newest task first. With --json: one a line.") { status, agent, from, to, limit }, async (run, cancellationToken) =>
        {
            CallbackQuery query = new()
            {
                Status = Enum.Parse<CallbackStatus>(run.Get(status)!, ignoreCase: true),
                Agent = run.Get(agent),
                From = run.Get(from),
                To = run.Get(to),
                PageSize = TaskCommands.PageSize(run.Get(limit)),
            };
            await run.Output.ShowListAsync(run.Client.Callbacks.ListAsync(query, cancellationToken), run.Get(limit), ClientJson.Default.CallbackItem, Table, cancellationToken);
            return ExitCode.Ok;
        });
    }

    private static Command Redrive(CommandBinder bind)
    {
        Option<string[]> ids = new("--ids") { Description = "Those of these tasks", AllowMultipleArgumentsPerToken = true };
        (Option<string?> agent, Option<DateTimeOffset?> from, Option<DateTimeOffset?> to) = Filter();
        Option<bool> all = new("--all") { Description = "All of them" };
        Option<bool> dryRun = new("--dry-run") { Description = "Only say what would happen" };
        Option<int?> limit = new("--limit") { Description = "Most callbacks, 1 to 1,000 [default: 1,000]" };
        Command command = new("redrive", "Have callbacks that were given up tried again, chosen by the ids of their tasks or by filter.") { ids, agent, from, to, all, dryRun, limit };
        return bind(command, async (run, cancellationToken) =>
        {
            string[]? chosen = run.Get(ids) is { Length: > 0 } given ? given : null;
            CallbackFilter filter = new(run.Get(agent), run.Get(from), run.Get(to));
            bool filters = filter != new CallbackFilter() || run.Get(all);
            if (filters == chosen is not null)
            {
                throw new UsageException("Which callbacks? Allowed are --ids, or any of --agent, --from and --to, or --all; not both ids and a filter.");
            }

            CallbackRedriveRequest request = new() { Ids = chosen, Filter = filters ? filter : null, DryRun = run.Get(dryRun), Limit = run.Get(limit) };
            CallbackRedriveReport report = await run.Client.Callbacks.RedriveAsync(request, cancellationToken);
            run.Output.Show(report, ClientJson.Default.CallbackRedriveReport, View);
            return report.Redriven == report.Matched ? ExitCode.Ok : ExitCode.Refused;
        });
    }

    private static Spectre.Console.Table Table(IEnumerable<CallbackItem> callbacks) => Format.Table(
        ["task", "agent", "told", "target", "status", ">tries", "next try", "last try", "why not"],
        callbacks.Select(c => (string[])[
            c.Task, c.Agent, c.Type, c.Callback.Target, Name(c.Callback.Status), Format.Number(c.Callback.Tries), Format.Time(c.Callback.NextTryAt), Format.Time(c.Callback.LastTryAt),
            string.Join(' ', new[] { c.Callback.LastError, c.Callback.LastStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) }.OfType<string>().DefaultIfEmpty("-"))]));

    private static IEnumerable<Spectre.Console.Rendering.IRenderable> View(CallbackRedriveReport report) =>
    [
        Format.Table(["task", "outcome", "why not"], report.Items.Select(i => (string[])[i.Id, i.Outcome, i.Detail ?? "-"])),
        Format.Line($"{report.Redriven} of {report.Matched} {(report.DryRun ? "would be" : "are")} due again.{(report.More ? " There are more; the same command again goes on." : null)}"),
    ];

    private static string Name(CallbackStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static (Option<string?> Agent, Option<DateTimeOffset?> From, Option<DateTimeOffset?> To) Filter() => (
        new Option<string?>("--agent") { Description = "Only of this agent's tasks" },
        MomentOption.Past("--from", "The task ended then or later"),
        MomentOption.Past("--to", "The task ended before"));
}
