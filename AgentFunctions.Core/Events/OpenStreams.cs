using System.Runtime.CompilerServices;
using AgentFunctions.Telemetry;

namespace AgentFunctions.Events;

/// <summary>Counts the streams that somebody reads.</summary>
internal static class OpenStreams
{
    /// <summary>The same events; the stream counts as open from the first one that is asked for until nobody asks any more.</summary>
    /// <param name="of">What it tells of: <c>task</c>, <c>batch</c> or <c>overview</c>.</param>
    public static async IAsyncEnumerable<T> CountedAsync<T>(this IAsyncEnumerable<T> events, string of, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        KeyValuePair<string, object?> tag = new("of", of);
        Meters.EventStreams.Add(1, tag);
        try
        {
            await foreach (T happened in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            Meters.EventStreams.Add(-1, tag);
        }
    }
}
