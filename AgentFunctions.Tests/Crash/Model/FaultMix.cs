namespace AgentFunctions.Tests.Crash.Model;

/// <summary>How often each fault is injected.</summary>
internal static class FaultMix
{
    // Percent of all calls. What is retried is frequent; what fails a task for good is rare, so that most tasks succeed.
    private static readonly (InjectedFault Fault, int Percent)[] Shares =
    [
        (InjectedFault.RateLimited, 5),
        (InjectedFault.ServerError, 5),
        (InjectedFault.Late, 3),
        (InjectedFault.Hang, 2),
        (InjectedFault.Cut, 2),
        (InjectedFault.CutMidway, 2),
        (InjectedFault.NotJson, 2),
        (InjectedFault.WrongShape, 2),
        (InjectedFault.WrongContent, 4),
        (InjectedFault.Truncated, 2),
    ];

    public static InjectedFault Choose(Random random)
    {
        int drawn = random.Next(100);
        foreach ((InjectedFault fault, int percent) in Shares)
        {
            drawn -= percent;
            if (drawn < 0)
            {
                return fault;
            }
        }

        return InjectedFault.None;
    }
}
