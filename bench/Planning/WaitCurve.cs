namespace AgentFunctions.Bench.Planning;

/// <summary>Tasks that begin at about the same time, and how long they wait.</summary>
/// <param name="Weight">How many.</param>
/// <param name="Delay">Seconds that all of them wait, as there are too few workers.</param>
/// <param name="Waits">Share of them that waits by chance, on top.</param>
/// <param name="MeanOfWaiting">Mean seconds of those; exponential.</param>
/// <param name="Longest">Seconds that chance adds at most.</param>
internal readonly record struct WaitPart(double Weight, double Delay, double Waits, double MeanOfWaiting, double Longest)
{
    /// <summary>Share that waits longer.</summary>
    public double After(double seconds) => seconds < Delay ? 1 : seconds - Delay >= Longest ? 0 : Waits * Math.Exp(-(seconds - Delay) / MeanOfWaiting);

    public double Mean => Delay + (Waits * MeanOfWaiting * (1 - Math.Exp(-Longest / MeanOfWaiting)));
}

/// <summary>Those that find no instance. Who came before the controller looked waits for the rest of its interval and the start, who came after for the rest of the start.</summary>
/// <param name="Weight">How many.</param>
/// <param name="First">Share of them that came before.</param>
internal readonly record struct ColdPart(double Weight, double First, double Look, double Start)
{
    public double Mean => (First * (Start + (Look / 2))) + ((1 - First) * Start / 2);

    public double After(double seconds) => (First * Left(seconds - Start, Look)) + ((1 - First) * Left(seconds, Start));

    private static double Left(double seconds, double length) => length <= 0 ? (seconds < 0 ? 1 : 0) : Math.Clamp(1 - (seconds / length), 0, 1);
}

/// <summary>How long tasks wait for a worker.</summary>
internal sealed class WaitCurve(IReadOnlyList<WaitPart> parts, IReadOnlyList<ColdPart> cold)
{
    private readonly double _weight = parts.Sum(p => p.Weight) + cold.Sum(p => p.Weight);

    /// <summary>Seconds.</summary>
    public double Mean => _weight == 0 ? 0 : (parts.Sum(p => p.Weight * p.Mean) + cold.Sum(p => p.Weight * p.Mean)) / _weight;

    /// <summary>Share of tasks that wait longer.</summary>
    public double After(double seconds) => _weight == 0 ? 0 : (parts.Sum(p => p.Weight * p.After(seconds)) + cold.Sum(p => p.Weight * p.After(seconds))) / _weight;

    /// <summary>Seconds that this share of the tasks waits at most.</summary>
    public double At(double share)
    {
        if (After(0) <= 1 - share)
        {
            return 0;
        }

        double high = 1;
        while (After(high) > 1 - share)
        {
            high *= 2;
        }

        double low = 0;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = After(middle) > 1 - share ? (middle, high) : (low, middle);
        }

        return high;
    }
}
