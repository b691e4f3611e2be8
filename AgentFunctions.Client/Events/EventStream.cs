using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using AgentFunctions.Client.Http;

namespace AgentFunctions.Client.Events;

/// <summary>A stream of events that is taken up again where it broke off.</summary>
/// <param name="read">Makes an event of what came over the wire.</param>
/// <param name="isFinal">True of the event after which nothing comes.</param>
internal sealed class EventStream<T>(ApiTransport transport, AgentFunctionsClientOptions options, Func<SseItem<byte[]>, T> read, Func<T, bool> isFinal)
{
    /// <summary>The events up to the final one. Without it the server has no events, or streams that bring none.</summary>
    public async IAsyncEnumerable<T> FollowAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;

        // Something in between may swallow events; a stream that brings none again and again is no better than no stream.
        for (int fruitless = 0; fruitless <= options.Retries; fruitless++)
        {
            EventConnection? connection = await EventConnection.OpenAsync(transport, path, last, options, cancellationToken).ConfigureAwait(false);
            if (connection is null)
            {
                yield break;
            }

            await using (connection.ConfigureAwait(false))
            {
                while (await connection.NextAsync(read, cancellationToken).ConfigureAwait(false) is var (happened, id))
                {
                    fruitless = 0;
                    last = id ?? last;
                    yield return happened;
                    if (isFinal(happened))
                    {
                        yield break;
                    }
                }

                await Task.Delay(connection.Reconnection ?? options.RetryDelay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
