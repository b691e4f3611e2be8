using AgentFunctions.Routing.Evidence;

namespace AgentFunctions.Batching.Collecting;

/// <summary>
/// How many of an agent's tasks may share a request, by how they do: halved when tasks in packs fail more often than tasks alone, by more than a few in a hundred, doubled when they do as well.
/// </summary>
/// <param name="Size">1 or more; at 1 tasks are not packed.</param>
/// <param name="Since">When it was set.</param>
/// <param name="PackedPasses">Tasks in packs of this size whose part of the answer was of use.</param>
/// <param name="PackedTrials">Tasks in packs of this size.</param>
/// <param name="AlonePasses">Tasks alone whose first answer was of use, older ones faded.</param>
/// <param name="AloneTrials">Tasks alone, older ones faded.</param>
public sealed record PackSize(int Size, DateTimeOffset Since, double PackedPasses, double PackedTrials, double AlonePasses, double AloneTrials)
{
    /// <summary>Tasks alone are a few in a hundred; until some were seen they are taken to pass at this rate.</summary>
    private const double UsualRate = 0.95;
    private const double UsualTrials = 10;

    // Beyond this, half of what was counted of tasks alone is forgotten, so that a changed model is noticed.
    private const double MostAlone = 200;

    // With fewer, a change would follow chance.
    private const int LeastTrials = 20;

    // A task that fails in a pack costs one request alone; a few in a hundred are worth what all the others save.
    private const double Tolerated = 0.05;

    private static readonly TimeSpan SecondChance = TimeSpan.FromDays(1);

    public static PackSize Of(int size, DateTimeOffset now) => new(size, now, 0, 0, 0, 0);

    /// <summary>Takes a pack's outcome into account.</summary>
    /// <param name="most">Largest size that the agent allows.</param>
    public PackSize WithPack(int items, int passed, int most, DateTimeOffset now)
    {
        PackSize next = this with { PackedPasses = PackedPasses + passed, PackedTrials = PackedTrials + items };
        if (next.PackedTrials < Math.Max(LeastTrials, Size))
        {
            return next;
        }

        double alone = (AlonePasses + (UsualRate * UsualTrials)) / (AloneTrials + UsualTrials);
        PassRateBounds packed = PassRateBounds.Of(next.PackedPasses, next.PackedTrials);
        return packed.Upper < alone - Tolerated ? next.Resized(Math.Max(1, Size / 2), now)
            : packed.Rate >= alone - (Tolerated / 2) && Size < most ? next.Resized(Math.Min(most, Size * 2), now)
            : next;
    }

    /// <summary>Takes the outcome of a task alone into account.</summary>
    public PackSize WithAlone(bool passed)
    {
        double left = AloneTrials >= MostAlone ? 0.5 : 1;
        return this with { AlonePasses = (AlonePasses * left) + (passed ? 1 : 0), AloneTrials = (AloneTrials * left) + 1 };
    }

    /// <summary>The size as of now: an agent that was not packed for a day is tried again, and the agent file may have changed.</summary>
    public PackSize At(DateTimeOffset now, int most) =>
        Size == 1 && now - Since > SecondChance ? Resized(Math.Min(2, most), now)
        : Size > most ? Resized(most, now)
        : this;

    private PackSize Resized(int size, DateTimeOffset now) => this with { Size = size, Since = now, PackedPasses = 0, PackedTrials = 0 };
}
