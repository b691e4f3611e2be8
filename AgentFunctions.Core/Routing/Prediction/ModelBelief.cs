using AgentFunctions.Routing.Features;

namespace AgentFunctions.Routing.Prediction;

/// <summary>
/// What is believed of one model: a learner that sees the shape of prompts, one that sees their words too, and the blend of both.
/// </summary>
/// <remarks>
/// Words help where an agent's prompts are many and alike, and mislead where they are few and various. Which of the two it is, shows in how
/// well each learner foretold outcomes it had not seen (progressive validation: Blum, Kalai and Langford, COLT 1999). From these
/// forecasts the blend learns weights for both, and with them how much to believe them (stacking: Wolpert, Neural Networks 5, 1992;
/// with one learner it would be Platt's calibration). Not thread-safe.
/// </remarks>
internal sealed class ModelBelief(PassModel shape, PassModel words, PassModel blend)
{
    // Standard deviations of the weights before the first outcome: of a shape feature, of a prompt's words together, of the constant,
    // and of the blend's weights.
    private const double ShapeSpread = 0.1;
    private const double WordSpread = 1;
    private const double ConstantSpread = 1.5;
    private const double BlendSpread = 0.1;

    /// <summary>Weights of the blend: of both learners and of the constant.</summary>
    public const int BlendSize = 3;

    public PassModel Shape => shape;

    public PassModel Words => words;

    public PassModel Blend => blend;

    public static ModelBelief Of(ModelPrior prior) => new(Learner(prior, words: false), Learner(prior, words: true), EvenBlend());

    public Gaussian Predict(ScaledPrompt prompt)
    {
        (Gaussian byShape, Gaussian byWords) = (shape.Predict(prompt), words.Predict(prompt));
        double mean = blend.Predict(Forecast(byShape, byWords)).Mean;
        return new Gaussian(mean, (byShape.Variance + byWords.Variance) / 2);
    }

    public void Learn(ScaledPrompt prompt, bool passed)
    {
        blend.Learn(Forecast(shape.Predict(prompt), words.Predict(prompt)), passed);
        shape.Learn(prompt, passed);
        words.Learn(prompt, passed);
    }

    /// <summary>How much each shape feature adds to the log-odds, and the weight of each word bucket.</summary>
    public (double[] Shape, double[] WordWeights) Contributions(ScaledPrompt prompt)
    {
        (double a, double b) = (blend.Mean[0], blend.Mean[1]);
        double[] adds = new double[ShapeFeatures.Names.Count];
        for (int i = 0; i < adds.Length; i++)
        {
            adds[i] = ((a * shape.Mean[i]) + (b * words.Mean[i])) * prompt.Shape[i];
        }

        double[] weights = new double[words.WordMean.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = b * words.WordMean[i];
        }

        return (adds, weights);
    }

    // What a learner is unsure of it tells with less emphasis.
    private static ScaledPrompt Forecast(Gaussian byShape, Gaussian byWords) =>
        new([Logistic.LogOdds(byShape.Probability), Logistic.LogOdds(byWords.Probability), 1], []);

    private static PassModel Learner(ModelPrior prior, bool words)
    {
        int size = ShapeFeatures.Names.Count + 1;
        double[] mean = new double[size];
        mean[ShapeFeatures.Length] = prior.LengthWeight;

        // So far out that, drawn back by what is not known, it gives the prior's rate.
        mean[^1] = Logistic.LogOdds(prior.PassRate) * Gaussian.DrawBack(ConstantSpread * ConstantSpread);
        double[] spread = [.. Enumerable.Repeat(ShapeSpread, size - 1), ConstantSpread];
        float[] wordVariance = words ? [.. Enumerable.Repeat((float)(WordSpread * WordSpread), WordBuckets.Size)] : [];
        return new PassModel(mean, Diagonal(spread), new float[wordVariance.Length], wordVariance);
    }

    private static PassModel EvenBlend() => new([0.5, 0.5, 0], Diagonal([BlendSpread, BlendSpread, BlendSpread]), [], []);

    private static double[] Diagonal(double[] spread)
    {
        double[] matrix = new double[spread.Length * spread.Length];
        for (int i = 0; i < spread.Length; i++)
        {
            matrix[(i * spread.Length) + i] = spread[i] * spread[i];
        }

        return matrix;
    }
}
