using AgentFunctions.Bench.Cost;

namespace AgentFunctions.Tests.Planning;

/// <summary>A made-up trace of 30 minutes: 2 requests a second, and 5 for 100 s of it, with short answers then.</summary>
internal static class BurstyTrace
{
    public static IReadOnlyList<TracedRequest> Make(int seed)
    {
        Random random = new(seed);
        List<TracedRequest> requests = [];
        for (double at = 0; at < 1800; at += -Math.Log(1 - random.NextDouble()) / (IsBurst(at) ? 5 : 2))
        {
            requests.Add(new TracedRequest(TimeSpan.FromSeconds(at), random.Next(200, 2000), random.Next(50, IsBurst(at) ? 150 : 350)));
        }

        return requests;
    }

    private static bool IsBurst(double at) => at is > 600 and < 700;
}
