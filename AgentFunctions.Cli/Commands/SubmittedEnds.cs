using System.Globalization;
using System.Text.Json;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Batches;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary>Waits for the ends of the tasks of a file, by the events of their batches, and prints each.</summary>
internal sealed class SubmittedEnds(CliRun run)
{
    private readonly Dictionary<long, long> _lines = [];
    private readonly List<BatchItem> _items = [];

    /// <summary>A task that was accepted.</summary>
    public void Add(long line, BatchItem item)
    {
        _lines[item.Index] = line;
        _items.Add(item);
    }

    /// <returns>True when all succeeded.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        long ended = 0;
        long succeeded = 0;
        try
        {
            await TaskProgress.ShowAsync(run.Output, "run", _items.Count, async advance =>
            {
                await foreach ((BatchItem item, BatchTaskState end) in new BatchRun(run.Client).EndsAsync(_items, cancellationToken).WithCancellation(cancellationToken))
                {
                    Show(_lines[item.Index], end);
                    ended++;
                    succeeded += end.Status == AgentTaskStatus.Succeeded ? 1 : 0;
                    advance();
                }
            });
        }
        finally
        {
            run.Output.Note(string.Create(CultureInfo.InvariantCulture, $"{succeeded:N0} succeeded, {ended - succeeded:N0} did not{(ended == _items.Count ? null : $", {_items.Count - ended:N0} go on")}."));
        }

        return succeeded == _items.Count;
    }

    private void Show(long line, BatchTaskState end)
    {
        if (run.Output.IsJson)
        {
            run.Output.Json(new EndedLine(line, JsonSerializer.SerializeToElement(end, ClientJson.Default.BatchTaskState)), CliJson.Default.EndedLine);
        }
        else
        {
            run.Output.Line(string.Create(CultureInfo.InvariantCulture, $"{line}\t{Format.Status(end.Status)}\t{end.Task}{(end.Error is { } error ? $"\t{error.Code}: {error.Message.ReplaceLineEndings(" ")}" : null)}"));
        }
    }
}
