using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client.Events;

/// <summary>Follows a batch to its end: by events, taken up again where they broke off, or by looking at it.</summary>
internal sealed class BatchWatch(ApiTransport transport, AgentFunctionsClientOptions options)
{
    private const double PollGrowth = 1.5;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<BatchEvent> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // After coming back the server tells ends of the last minutes again.
        Dictionary<string, BatchTaskState> told = [];
        EventStream<BatchEvent> stream = new(transport, options, Read, happened => happened.IsFinal);
        await foreach (BatchEvent happened in stream.FollowAsync($"batches/{ApiQuery.Segment(id)}/events", cancellationToken).ConfigureAwait(false))
        {
            if (happened.Task is not { } task || IsNew(task, told))
            {
                yield return happened;
            }

            if (happened.IsFinal)
            {
                yield break;
            }
        }

        await foreach (BatchEvent seen in PollAsync(id, told, cancellationToken).ConfigureAwait(false))
        {
            yield return seen;
        }
    }

    public Task<BatchStatus> GetAsync(string id, CancellationToken cancellationToken) =>
        transport.AskAsync(ApiRequest.Get($"batches/{ApiQuery.Segment(id)}"), ClientJson.Default.BatchStatus, cancellationToken);

    private async IAsyncEnumerable<BatchEvent> PollAsync(string id, Dictionary<string, BatchTaskState> told, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TimeSpan wait = FirstPoll;
        while (true)
        {
            BatchStatus batch = await GetAsync(id, cancellationToken).ConfigureAwait(false);
            BatchTaskState[] news = [.. batch.Tasks
                .Where(t => t.Status != AgentTaskStatus.Queued && told.GetValueOrDefault(t.Id)?.Status != t.Status)
                .Select(t => new BatchTaskState(t.Id, t.Status))];
            foreach (BatchTaskState task in news)
            {
                told[task.Task] = task;
                yield return new BatchEvent(TaskEventKind.Of(task.Status), null, task, null);
            }

            if (batch.Finished)
            {
                yield return new BatchEvent(BatchEvent.Finished, null, null, batch.Counts);
                yield break;
            }

            wait = news.Length > 0 ? FirstPoll : wait * PollGrowth;
            wait = wait < options.LongestPoll ? wait : options.LongestPoll;
            await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsNew(BatchTaskState task, Dictionary<string, BatchTaskState> told)
    {
        bool isKnown = told.TryGetValue(task.Task, out BatchTaskState? known) && (known.Status, known.Attempt) == (task.Status, task.Attempt);
        told[task.Task] = task;
        return !isKnown;
    }

    private static BatchEvent Read(SseItem<byte[]> item)
    {
        bool isOfTask = TaskEventKind.IsFinal(item.EventType) || item.EventType == TaskEventKind.Running;
        return new BatchEvent(
            item.EventType,
            item.EventId,
            isOfTask ? JsonSerializer.Deserialize(item.Data, ClientJson.Default.BatchTaskState) : null,
            item.EventType == BatchEvent.Finished ? JsonSerializer.Deserialize(item.Data, ClientJson.Default.BatchEnd)?.Counts : null);
    }
}
