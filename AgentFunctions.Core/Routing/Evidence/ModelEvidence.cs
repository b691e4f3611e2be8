using AgentFunctions.Routing.Prediction;
using AgentFunctions.Tasks;

namespace AgentFunctions.Routing.Evidence;

/// <summary>
/// What is known of one model on one agent's tasks: how many answers passed, of how many, and how many should have by what was foretold
/// before each. Old outcomes fade, since models and tasks change. Sums of several instances add up.
/// </summary>
/// <param name="Passes">Answers that passed, faded.</param>
/// <param name="Trials">Answers judged, faded.</param>
/// <param name="Expected">Sum of the foretold pass rates of the same answers, faded.</param>
/// <param name="OutputTokens">Sum of their output tokens, faded.</param>
/// <param name="At">When the sums were last faded.</param>
public sealed record ModelEvidence(double Passes, double Trials, double Expected, double OutputTokens, DateTimeOffset At)
{
    /// <summary>Time after which an outcome counts half.</summary>
    public static readonly TimeSpan DefaultHalfLife = TimeSpan.FromDays(14);

    /// <summary>Sum of the input tokens of the same answers, faded.</summary>
    public double InputTokens { get; init; }

    /// <summary>Those of <see cref="InputTokens"/> that the provider had in its prompt cache.</summary>
    public double CachedInputTokens { get; init; }

    public static ModelEvidence None { get; } = new(0, 0, 0, 0, DateTimeOffset.UnixEpoch);

    /// <summary>One turn.</summary>
    /// <param name="score">0: failed, 1: passed; in between for feedback that is.</param>
    public static ModelEvidence Of(ModelTurn turn, double score) => new(score, 1, turn.PassRate ?? 0.5, turn.Usage.Output, turn.At)
    {
        InputTokens = turn.Usage.Input,
        CachedInputTokens = turn.Usage.CachedInput,
    };

    /// <summary>The evidence as of <paramref name="now"/>; as it is when <paramref name="now"/> lies before <see cref="At"/>.</summary>
    public ModelEvidence FadedTo(DateTimeOffset now, TimeSpan halfLife)
    {
        if (now <= At)
        {
            return this;
        }

        double left = Math.Pow(0.5, (now - At) / halfLife);
        return new ModelEvidence(Passes * left, Trials * left, Expected * left, OutputTokens * left, now)
        {
            InputTokens = InputTokens * left,
            CachedInputTokens = CachedInputTokens * left,
        };
    }

    /// <summary>Both together, as of the later of the two.</summary>
    public ModelEvidence Plus(ModelEvidence other, TimeSpan halfLife)
    {
        DateTimeOffset at = At > other.At ? At : other.At;
        (ModelEvidence a, ModelEvidence b) = (FadedTo(at, halfLife), other.FadedTo(at, halfLife));
        return new ModelEvidence(a.Passes + b.Passes, a.Trials + b.Trials, a.Expected + b.Expected, a.OutputTokens + b.OutputTokens, at)
        {
            InputTokens = a.InputTokens + b.InputTokens,
            CachedInputTokens = a.CachedInputTokens + b.CachedInputTokens,
        };
    }

    /// <summary>One outcome more.</summary>
    /// <param name="foretold">The pass rate that was predicted before the answer, 0 to 1.</param>
    /// <param name="score">0: failed, 1: passed; in between for feedback that is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="foretold"/> or <paramref name="score"/> is not within 0 and 1, or <paramref name="outputTokens"/> is below 0.</exception>
    public ModelEvidence With(double score, double foretold, long outputTokens, DateTimeOffset now, TimeSpan halfLife)
    {
        EnsureShare(score, nameof(score));
        EnsureShare(foretold, nameof(foretold));
        ArgumentOutOfRangeException.ThrowIfNegative(outputTokens);
        return Plus(new ModelEvidence(score, 1, foretold, outputTokens, now), halfLife);
    }

    /// <summary>Pass rate with the prior's pseudo-counts. Corrections may have brought the faded passes out of range.</summary>
    public PassRateBounds PassRate(EvidencePrior prior, double confidence = PassRateBounds.DefaultConfidence) =>
        PassRateBounds.Of(Math.Clamp(Passes, 0, Trials) + prior.Passes, Trials + prior.Trials, confidence);

    /// <summary>
    /// What to add to a foretold log-odds: how much better or worse the model did than foretold on the very prompts it was given. A
    /// plain pass rate would wrong a dear model, which is given the hard prompts.
    /// </summary>
    /// <returns>By the lower bound, by the rate itself, and by the upper bound.</returns>
    public (double Lower, double Middle, double Upper) Correction(EvidencePrior prior, double confidence = PassRateBounds.DefaultConfidence)
    {
        PassRateBounds bounds = PassRate(prior, confidence);
        double foretold = Logistic.LogOdds((Expected + prior.Passes) / (Trials + prior.Trials));
        return (Logistic.LogOdds(bounds.Lower) - foretold, Logistic.LogOdds(bounds.Rate) - foretold, Logistic.LogOdds(bounds.Upper) - foretold);
    }

    /// <summary>Output tokens of an answer, on average.</summary>
    /// <param name="usual">What is assumed before the first answer; counts as one.</param>
    public double MeanOutputTokens(double usual) => (OutputTokens + usual) / (Trials + 1);

    /// <summary>Share of the input tokens that the provider has in its prompt cache, on average; 0 before the first answer.</summary>
    public double CachedShare => InputTokens <= 0 ? 0 : Math.Clamp(CachedInputTokens / InputTokens, 0, 1);

    private static void EnsureShare(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "The value must lie within 0 and 1.");
        }
    }
}
