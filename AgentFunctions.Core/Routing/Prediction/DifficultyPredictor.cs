using AgentFunctions.Routing.Features;

namespace AgentFunctions.Routing.Prediction;

/// <summary>
/// Foretells, from a prompt alone, which of an agent's models will pass on it. One for each agent; deterministic; thread-safe.
/// </summary>
/// <remarks>A prompt's features are taken without the lock, predicting and learning take some tens of microseconds a model.</remarks>
public sealed class DifficultyPredictor
{
    private readonly Lock _lock = new();
    private readonly FeatureScale _scale;
    private readonly Dictionary<string, ModelBelief> _models;

    /// <param name="priors">The agent's models.</param>
    public DifficultyPredictor(IEnumerable<ModelPrior> priors)
        : this(FeatureScale.Unknown, priors.ToDictionary(p => p.Model, ModelBelief.Of, StringComparer.Ordinal), 0)
    {
    }

    internal DifficultyPredictor(FeatureScale scale, Dictionary<string, ModelBelief> models, long outcomes)
    {
        (_scale, _models, Outcomes) = (scale, models, outcomes);
    }

    /// <summary>Outcomes learnt, over all models.</summary>
    public long Outcomes { get; private set; }

    /// <summary>The models it knows.</summary>
    public IReadOnlyList<string> Models
    {
        get
        {
            lock (_lock)
            {
                return [.. _models.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Takes a model in that it does not know yet.</summary>
    public void Know(ModelPrior prior)
    {
        lock (_lock)
        {
            _models.TryAdd(prior.Model, ModelBelief.Of(prior));
        }
    }

    /// <summary>Foretells a model's outcome.</summary>
    /// <exception cref="ArgumentException">The model is none of <see cref="Models"/>.</exception>
    public PassPrediction Predict(PromptFeatures prompt, string model)
    {
        lock (_lock)
        {
            Gaussian logOdds = Of(model).Predict(_scale.Scale(prompt));
            return new PassPrediction(model, logOdds, Logistic.Of(logOdds.Mean));
        }
    }

    /// <summary>Learns one outcome of one model.</summary>
    /// <exception cref="ArgumentException">The model is none of <see cref="Models"/>.</exception>
    public void Learn(PromptFeatures prompt, string model, bool passed)
    {
        lock (_lock)
        {
            ModelBelief belief = Of(model);
            _scale.Observe(prompt);
            belief.Learn(_scale.Scale(prompt), passed);
            Outcomes++;
        }
    }

    /// <summary>Learns many outcomes. Knows the spread of all their features before the first, and so does better than one by one.</summary>
    /// <exception cref="ArgumentException">A model is none of <see cref="Models"/>; nothing was learnt.</exception>
    public void Learn(IReadOnlyList<PromptOutcomes> outcomes)
    {
        lock (_lock)
        {
            foreach (string model in outcomes.SelectMany(o => o.Passed.Keys).Distinct())
            {
                Of(model);
            }

            foreach (PromptOutcomes outcome in outcomes)
            {
                _scale.Observe(outcome.Prompt);
            }

            foreach (PromptOutcomes outcome in outcomes)
            {
                ScaledPrompt prompt = _scale.Scale(outcome.Prompt);
                foreach ((string model, bool passed) in outcome.Passed)
                {
                    Of(model).Learn(prompt, passed);
                    Outcomes++;
                }
            }
        }
    }

    /// <summary>The features that say most about one prompt, furthest from 0 first.</summary>
    /// <param name="prompt">The text, since a prediction keeps no words.</param>
    /// <param name="most">How many to give at most.</param>
    /// <exception cref="ArgumentException">The model is none of <see cref="Models"/>.</exception>
    public IReadOnlyList<Contribution> Explain(string prompt, string model, int most = 10)
    {
        PromptFeatures features = PromptFeatures.Of(prompt);
        double[] shape;
        double[] weights;
        lock (_lock)
        {
            (shape, weights) = Of(model).Contributions(_scale.Scale(features));
        }

        IEnumerable<Contribution> byShape = ShapeFeatures.Names.Select((name, i) => new Contribution(name, shape[i]));
        IEnumerable<Contribution> byWords = PromptFeatures.Terms(prompt).Select(t => new Contribution($"\"{t.Term}\"", t.Adds.Sum(a => weights[a.Bucket] * a.Value)));
        return [.. byShape.Concat(byWords).OrderByDescending(c => Math.Abs(c.LogOdds)).ThenBy(c => c.Feature, StringComparer.Ordinal).Take(most)];
    }

    /// <summary>Gives a consistent view of everything learnt.</summary>
    internal void Read(Action<FeatureScale, IReadOnlyDictionary<string, ModelBelief>, long> read)
    {
        lock (_lock)
        {
            read(_scale, _models, Outcomes);
        }
    }

    private ModelBelief Of(string model) =>
        _models.GetValueOrDefault(model) ?? throw new ArgumentException($"The predictor does not know the model '{model}'; it knows {string.Join(", ", _models.Keys)}.", nameof(model));
}
