using System.Collections.Concurrent;

namespace AgentFunctions.LocalHost.Demo;

/// <summary>Looks at the open tasks in rounds until all are final.</summary>
internal sealed class DemoWatch(DemoClient client, TimeProvider time)
{
    private const int Parallelism = 16;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, DemoTask> _seen = new();

    /// <summary>The last that was seen of each task, by id; tasks never seen are absent.</summary>
    public IReadOnlyDictionary<string, DemoTask> Seen => _seen;

    /// <summary>Returns when all are final. When cancelled, <see cref="Seen"/> says how far it came.</summary>
    /// <param name="onProgress">Gets the number of final tasks after each round.</param>
    public async Task RunAsync(IEnumerable<string> ids, Action<int> onProgress, CancellationToken cancellationToken)
    {
        var open = ids.Distinct().ToList();
        var total = open.Count;
        while (open.Count > 0)
        {
            var wait = await LookAtAllAsync(open, cancellationToken);
            open.RemoveAll(id => _seen.TryGetValue(id, out var task) && task.IsFinal);
            onProgress(total - open.Count);
            if (open.Count > 0)
            {
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    // The shortest wait that an answer asked for, within the demo's own bounds: somebody is looking on.
    private async Task<TimeSpan> LookAtAllAsync(IEnumerable<string> open, CancellationToken cancellationToken)
    {
        var waits = new ConcurrentBag<TimeSpan>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(open, limits, async (id, token) =>
        {
            var look = await client.LookAsync(id, token);
            if (look.Task is not null)
            {
                _seen[id] = look.Task;
            }

            waits.Add(look.RetryAfter ?? LongestWait);
        });
        var shortest = waits.Min();
        return TimeSpan.FromTicks(Math.Clamp(shortest.Ticks, ShortestWait.Ticks, LongestWait.Ticks));
    }
}
