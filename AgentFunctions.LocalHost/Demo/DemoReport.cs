using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace AgentFunctions.LocalHost.Demo;

/// <summary>Prints what the demo did: a row an agent, a sample answer of each, and everything that went wrong.</summary>
internal sealed class DemoReport(IAnsiConsole console)
{
    private const int SampleLength = 160;

    public void Write(DemoOutcome outcome)
    {
        WriteTable(outcome);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{outcome.Final.Count()} tasks in {outcome.Elapsed.TotalSeconds:0.0} s");
        WriteSamples(outcome);
        foreach (var refusal in outcome.Refused)
        {
            console.MarkupLineInterpolated($"[red]refused[/] line {refusal.LineNumber} ({refusal.Status}): {refusal.Reason}");
        }

        foreach (var task in outcome.Failed)
        {
            console.MarkupLineInterpolated($"[red]{Name(task.Status)}[/] {task.Id} ({task.Agent}): {Describe(task.Error)}");
        }

        foreach (var open in outcome.Open)
        {
            var status = outcome.Seen.TryGetValue(open.Id, out var task) ? Name(task.Status) : "not seen";
            console.MarkupLineInterpolated($"[yellow]still open[/] {open.Id} ({open.Agent}): {status}");
        }
    }

    private void WriteTable(DemoOutcome outcome)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("agent");
        foreach (var title in new[] { "tasks", "succeeded", "failed", "p50", "p95", "tokens in", "tokens out", "cost USD" })
        {
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        }

        foreach (var row in DemoAgentSummary.From(outcome))
        {
            table.AddRow(Cells(row));
        }

        table.AddEmptyRow();
        table.AddRow(Cells(DemoAgentSummary.Total(outcome)));
        console.Write(table);
    }

    private static Text[] Cells(DemoAgentSummary row)
    {
        var mark = row.IsEstimated ? "~" : "";
        return
        [
            new(row.Agent),
            Number($"{row.Tasks:N0}"),
            Number($"{row.Succeeded:N0}"),
            new(row.Failed.ToString("N0", CultureInfo.InvariantCulture), row.Failed > 0 ? new Style(Color.Red) : Style.Plain),
            Number($"{Seconds(row.Median)}"),
            Number($"{Seconds(row.P95)}"),
            Number($"{mark}{row.InputTokens:N0}"),
            Number($"{mark}{row.OutputTokens:N0}"),
            Number($"{mark}{row.Cost:0.000000}"),
        ];
    }

    private void WriteSamples(DemoOutcome outcome)
    {
        var samples = outcome.Final
            .Where(t => t.Status == DemoTaskStatus.Succeeded && t.Result.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            .DistinctBy(t => t.Agent);
        foreach (var task in samples)
        {
            console.MarkupLineInterpolated($"[bold]{task.Agent}[/] answered: {Shorten(task.Result)}");
        }
    }

    private static string Shorten(JsonElement result)
    {
        var text = result.ValueKind == JsonValueKind.String ? result.GetString()! : result.GetRawText();
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= SampleLength ? line : string.Concat(line.AsSpan(0, SampleLength), "...");
    }

    private static string Seconds(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.00} s") : "-";

    private static Text Number(FormattableString text) => new(FormattableString.Invariant(text));

    private static string Describe(DemoTaskError? error) =>
        error is null ? "no reason given" : string.Join(": ", new[] { error.Code, error.Message }.Where(part => !string.IsNullOrEmpty(part)));

    private static string Name(DemoTaskStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
