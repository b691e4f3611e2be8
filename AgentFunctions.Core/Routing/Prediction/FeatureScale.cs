using AgentFunctions.Routing.Features;

namespace AgentFunctions.Routing.Prediction;

/// <summary>
/// Mean and spread of the shape features over an agent's prompts (Welford, Technometrics 4, 1962), so that a weight means the same for
/// an agent of short questions as for one of long documents. Learns from prompts alone. Not thread-safe.
/// </summary>
internal sealed class FeatureScale
{
    // Beyond this many standard deviations a prompt is just unusual.
    private const double Furthest = 4;

    // Stands for a few prompts with a small spread, so that the second prompt is not taken for an extreme.
    private const double PriorPrompts = 5;
    private const double PriorVariance = 0.01;

    private readonly double[] _mean;
    private readonly double[] _squares;

    public FeatureScale(long prompts, double[] mean, double[] squares)
    {
        (Prompts, _mean, _squares) = (prompts, mean, squares);
    }

    public static FeatureScale Unknown => new(0, new double[ShapeFeatures.Names.Count], new double[ShapeFeatures.Names.Count]);

    /// <summary>Prompts seen.</summary>
    public long Prompts { get; private set; }

    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Sums of squared distances from the mean.</summary>
    public ReadOnlySpan<double> Squares => _squares;

    public void Observe(PromptFeatures prompt)
    {
        Prompts++;
        for (int i = 0; i < _mean.Length; i++)
        {
            double before = prompt.Shape[i] - _mean[i];
            _mean[i] += before / Prompts;
            _squares[i] += before * (prompt.Shape[i] - _mean[i]);
        }
    }

    public ScaledPrompt Scale(PromptFeatures prompt)
    {
        double[] shape = new double[_mean.Length + 1];
        for (int i = 0; i < _mean.Length && Prompts > 0; i++)
        {
            double variance = (_squares[i] + (PriorPrompts * PriorVariance)) / (Prompts + PriorPrompts);
            shape[i] = Math.Clamp((prompt.Shape[i] - _mean[i]) / Math.Sqrt(variance), -Furthest, Furthest);
        }

        shape[^1] = 1;
        return new ScaledPrompt(shape, prompt.Words);
    }
}
