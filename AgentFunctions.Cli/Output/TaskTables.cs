using AgentFunctions.Client;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Output;

/// <summary>Tasks for a person.</summary>
internal static class TaskTables
{
    public static IRenderable List(IEnumerable<AgentTask> tasks) => Format.Table(
        ["id", "status", "agent", "lane", "created", ">cost", "model", "error"],
        tasks.Select(t => (string[])[t.Id, Format.Status(t.Status), t.Agent, Format.Lane(t.Lane), Format.Time(t.CreatedAt), Format.Usd(t.Cost), t.Model ?? "-", t.Error?.Code ?? "-"]));

    public static IEnumerable<IRenderable> One(AgentTask task)
    {
        yield return Format.Table(["task", task.Id], Facts(task).Select(f => (string[])[f.Name, f.Value]));
        if (task.Attempts.Count > 0)
        {
            yield return Format.Table(
                [">attempt", "started", "finished", "model", ">cost", "error"],
                task.Attempts.Select(a => (string[])[$"{a.Number}", Format.Time(a.StartedAt), Format.Time(a.FinishedAt), a.Model ?? "-", Format.Usd(a.Cost), a.Error is { } e ? $"{e.Code}: {e.Message}" : "-"]));
        }

        if (task.Result is { } result)
        {
            yield return Format.Line(Format.Pretty(result));
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(AgentTask task)
    {
        yield return ("status", Format.Status(task.Status));
        yield return ("agent", $"{task.Agent} (version {task.AgentVersion})");
        yield return ("lane", Format.Lane(task.Lane));
        yield return ("created", Format.Time(task.CreatedAt));
        yield return ("finished", Format.Time(task.FinishedAt));
        yield return ("model", task.Model ?? "-");
        yield return ("tokens", $"{Format.Number(task.Usage.InputTokens)} in, {Format.Number(task.Usage.OutputTokens)} out{(task.Usage.Estimated ? " (estimated)" : null)}");
        yield return ("cost", Format.Usd(task.Cost));
        foreach ((string name, string? value) in new (string, string?)[]
        {
            ("position", task.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("waits for", task.WaitsFor),
            ("waiting for", task.WaitingFor is { } wait ? $"{wait.Code}: {wait.Message} Looked at again {Format.Time(wait.Until)}." : null),
            ("answered by", task.AnsweredBy is { } source ? $"{source.Origin} {source.Task}, saved {Format.Usd(source.Saved)}" : null),
            ("error", task.Error is { } error ? $"{error.Code}: {error.Message}" : null),
            ("feedback", task.Feedback is { } feedback ? $"{feedback.Score} {feedback.Note}" : null),
        })
        {
            if (value is not null)
            {
                yield return (name, value);
            }
        }
    }
}
