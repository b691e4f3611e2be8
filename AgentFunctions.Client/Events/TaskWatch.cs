using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client.Events;

/// <summary>Follows a task to its end: by events, taken up again where they broke off, or by looking at it.</summary>
internal sealed class TaskWatch(ApiTransport transport, TaskReading tasks, AgentFunctionsClientOptions options)
{
    private const double PollGrowth = 1.5;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<TaskEvent> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EventStream<TaskEvent> stream = new(transport, options, Read, happened => happened.IsFinal);
        await foreach (TaskEvent happened in stream.FollowAsync($"tasks/{ApiQuery.Segment(id)}/events", cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
            if (happened.IsFinal)
            {
                yield break;
            }
        }

        await foreach (TaskEvent seen in PollAsync(id, cancellationToken).ConfigureAwait(false))
        {
            yield return seen;
        }
    }

    private static TaskEvent Read(SseItem<byte[]> item)
    {
        JsonElement data = item.Data.Length == 0 ? default : JsonElement.Parse(item.Data);
        AgentTask? task = TaskEventKind.IsFinal(item.EventType) ? data.Deserialize(ClientJson.Default.AgentTask) : null;
        return new TaskEvent(item.EventType, item.EventId, data, task);
    }

    private async IAsyncEnumerable<TaskEvent> PollAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AgentTask? known = null;
        TimeSpan wait = FirstPoll;
        while (known?.IsFinal != true)
        {
            AgentTask? task = await tasks.GetAsync(id, known?.ETag, cancellationToken).ConfigureAwait(false);
            wait = task is null ? wait * PollGrowth : task.RetryAfter ?? FirstPoll;
            if (task is not null)
            {
                known = task;
                yield return new TaskEvent(TaskEventKind.Of(task.Status), null, JsonSerializer.SerializeToElement(task, ClientJson.Default.AgentTask), task);
            }

            if (known?.IsFinal != true)
            {
                wait = wait < options.LongestPoll ? wait : options.LongestPoll;
                await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
