using System.Numerics.Tensors;
using AgentFunctions.Routing.Features;

namespace AgentFunctions.Routing.Prediction;

/// <summary>
/// Logistic regression with a Gaussian belief over its weights instead of the weights alone: the belief before an outcome is the
/// regularisation (L2), the belief after it is the model. Shape weights have a full covariance, word weights a variance each.
/// </summary>
/// <remarks>
/// One outcome moves the belief to its most likely point and adds the curvature there (Chapelle and Li, An empirical evaluation
/// of Thompson sampling, NIPS 2011, here with the full matrix for the shape). Since the curvature is kept, going once through outcomes
/// comes close to solving for all of them at once. Not thread-safe.
/// </remarks>
internal sealed class PassModel
{
    // Words come together. Were each word's variance narrowed by its own part alone, their sum would stay uncertain for hundreds of outcomes
    // on much the same words, and the latest would weigh too much.
    private const double CommonWords = 10;

    private readonly double[] _mean;
    private readonly double[] _covariance;
    private readonly float[] _wordMean;
    private readonly float[] _wordVariance;

    /// <param name="mean">Of the shape weights; the last belongs to the constant 1.</param>
    /// <param name="covariance">Of the shape weights, row by row.</param>
    /// <param name="wordMean">Empty for a model that sees no words.</param>
    public PassModel(double[] mean, double[] covariance, float[] wordMean, float[] wordVariance)
    {
        (_mean, _covariance, _wordMean, _wordVariance) = (mean, covariance, wordMean, wordVariance);
    }

    public ReadOnlySpan<double> Mean => _mean;

    public ReadOnlySpan<double> Covariance => _covariance;

    public ReadOnlySpan<float> WordMean => _wordMean;

    public ReadOnlySpan<float> WordVariance => _wordVariance;

    private bool SeesWords => _wordMean.Length > 0;

    public Gaussian Predict(ScaledPrompt prompt) => new(MeanAt(prompt), VarianceAt(prompt, Spread(prompt)));

    /// <summary>Learns one outcome.</summary>
    public void Learn(ScaledPrompt prompt, bool passed)
    {
        double[] spread = Spread(prompt);
        double variance = VarianceAt(prompt, spread);
        double step = Logistic.Step(MeanAt(prompt), variance, passed);
        Move(prompt, spread, step);
        Narrow(prompt, spread);
    }

    private double MeanAt(ScaledPrompt prompt)
    {
        double sum = 0;
        for (int i = 0; i < _mean.Length; i++)
        {
            sum += _mean[i] * prompt.Shape[i];
        }

        if (SeesWords)
        {
            foreach (WordFeature word in prompt.Words)
            {
                sum += _wordMean[word.Bucket] * word.Value;
            }
        }

        return sum;
    }

    /// <summary>The shape's covariance times the prompt.</summary>
    private double[] Spread(ScaledPrompt prompt)
    {
        int size = _mean.Length;
        double[] spread = new double[size];
        for (int row = 0; row < size; row++)
        {
            spread[row] = TensorPrimitives.Dot(_covariance.AsSpan(row * size, size), prompt.Shape);
        }

        return spread;
    }

    private double VarianceAt(ScaledPrompt prompt, double[] spread)
    {
        double variance = TensorPrimitives.Dot<double>(spread, prompt.Shape);
        if (SeesWords)
        {
            foreach (WordFeature word in prompt.Words)
            {
                variance += _wordVariance[word.Bucket] * word.Value * word.Value;
            }
        }

        return variance;
    }

    private void Move(ScaledPrompt prompt, double[] spread, double step)
    {
        for (int i = 0; i < _mean.Length; i++)
        {
            _mean[i] += step * spread[i];
        }

        if (SeesWords)
        {
            foreach (WordFeature word in prompt.Words)
            {
                _wordMean[word.Bucket] += (float)(step * _wordVariance[word.Bucket] * word.Value);
            }
        }
    }

    /// <summary>One outcome more is known at this prompt (Sherman and Morrison's formula for the shape).</summary>
    private void Narrow(ScaledPrompt prompt, double[] spread)
    {
        double p = Logistic.Of(MeanAt(prompt));
        double curvature = p * (1 - p);
        double factor = curvature / (1 + (curvature * TensorPrimitives.Dot<double>(spread, prompt.Shape)));
        int size = _mean.Length;
        for (int row = 0; row < size; row++)
        {
            double scale = factor * spread[row];
            for (int column = 0; column < size; column++)
            {
                _covariance[(row * size) + column] -= scale * spread[column];
            }
        }

        if (SeesWords)
        {
            foreach (WordFeature word in prompt.Words)
            {
                _wordVariance[word.Bucket] = (float)(1 / ((1 / _wordVariance[word.Bucket]) + (CommonWords * curvature * word.Value * word.Value)));
            }
        }
    }
}
