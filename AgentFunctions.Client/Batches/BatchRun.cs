using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AgentFunctions.Client.Batches;

/// <summary>Waits for the ends of tasks that were submitted in batches.</summary>
internal sealed class BatchRun(AgentFunctionsClient client)
{
    private const int ReadAtOnce = 8;

    /// <summary>The accepted tasks as they end, a batch after the other; each batch by one stream.</summary>
    public async IAsyncEnumerable<(BatchItem Item, BatchTaskState End)> EndsAsync(IEnumerable<BatchItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (IGrouping<string?, BatchItem> batch in items.Where(item => item.IsAccepted).GroupBy(item => item.Batch))
        {
            Dictionary<string, BatchItem> open = batch.ToDictionary(item => item.Id!);
            await foreach (BatchEvent happened in batch.Key is { } id ? client.Batches.WatchAsync(id, cancellationToken) : AsyncEnumerable.Empty<BatchEvent>())
            {
                if (happened.Task is { IsFinal: true } end && open.Remove(end.Task, out BatchItem? item))
                {
                    yield return (item, end);
                }
            }

            // Of a batch that the server could not note.
            foreach (BatchItem item in open.Values)
            {
                AgentTask task = await client.WaitAsync(item.Id!, cancellationToken).ConfigureAwait(false);
                yield return (item, new BatchTaskState(task.Id, task.Status, task.Attempts.Count, task.FinishedAt, task.Model, task.Cost, task.AnsweredBy, task.Error));
            }
        }
    }

    /// <summary>What became of each: those refused first, then the tasks with their results as they end.</summary>
    public async IAsyncEnumerable<BatchResult> RunAsync(IAsyncEnumerable<BatchItem> submitted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<BatchItem> items = await submitted.ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (BatchItem refused in items.Where(item => !item.IsAccepted))
        {
            yield return new BatchResult(refused, null);
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<BatchResult> results = Channel.CreateBounded<BatchResult>(ReadAtOnce);
        Task reading = ReadAsync(items, results.Writer, stop.Token);
        try
        {
            await foreach (BatchResult result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        finally
        {
            // A caller that has seen enough does not wait for the rest.
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    // What goes wrong is thrown to the reader of the channel.
    private async Task ReadAsync(List<BatchItem> items, ChannelWriter<BatchResult> results, CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = cancellationToken };
        Exception? fault = null;
        try
        {
            await Parallel.ForEachAsync(EndsAsync(items, cancellationToken), options, async (ended, token) =>
                await results.WriteAsync(new BatchResult(ended.Item, await client.GetAsync(ended.End.Task, token).ConfigureAwait(false)), token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AgentFunctionsException or OperationCanceledException)
        {
            fault = e;
        }
        finally
        {
            results.Complete(fault);
        }
    }
}
