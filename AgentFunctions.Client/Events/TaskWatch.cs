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
        string? last = null;

        // Something in between may swallow events; a stream that brings none again and again is no better than no stream.
        for (int fruitless = 0; fruitless <= options.Retries; fruitless++)
        {
            EventConnection? connection = await EventConnection.OpenAsync(transport, id, last, options, cancellationToken).ConfigureAwait(false);
            if (connection is null)
            {
                break;
            }

            await using (connection.ConfigureAwait(false))
            {
                while (await connection.NextAsync(cancellationToken).ConfigureAwait(false) is { } happened)
                {
                    fruitless = 0;
                    last = happened.Id ?? last;
                    yield return happened;
                    if (happened.IsFinal)
                    {
                        yield break;
                    }
                }

                await Task.Delay(connection.Reconnection ?? options.RetryDelay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }

        await foreach (TaskEvent seen in PollAsync(id, cancellationToken).ConfigureAwait(false))
        {
            yield return seen;
        }
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
