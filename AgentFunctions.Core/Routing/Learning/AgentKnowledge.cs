using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Features;
using AgentFunctions.Routing.Prediction;
using AgentFunctions.Tasks;

namespace AgentFunctions.Routing.Learning;

/// <summary>
/// What this instance knows of the models on one agent's tasks: what all instances have shared, and what it has learnt itself and not shared
/// yet. Thread-safe.
/// </summary>
public sealed class AgentKnowledge(IReadOnlyList<ModelPrior> priors, TimeSpan halfLife)
{
    // Storage that is away for longer costs the others some outcomes; what was learnt from them here stays.
    private const int MostUnshared = 1_000;

    private readonly Lock _lock = new();
    private readonly List<LearntOutcome> _unshared = [];
    private AgentEvidence _shared = AgentEvidence.None;
    private AgentEvidence _leaving = AgentEvidence.None;
    private AgentEvidence _learnt = AgentEvidence.None;
    private DifficultyPredictor _predictor = new(priors);

    /// <summary>The agent's latest tasks on this instance.</summary>
    public RecentTasks Recent { get; } = new();

    /// <summary>Version of the stored predictor that this one goes on from; null: there is none yet.</summary>
    public string? PredictorETag { get; private set; }

    /// <summary>All evidence that this instance knows of.</summary>
    public AgentEvidence Evidence
    {
        get
        {
            lock (_lock)
            {
                return _shared.Plus(_leaving, halfLife).Plus(_learnt, halfLife);
            }
        }
    }

    /// <summary>What all instances had shared when this one looked last.</summary>
    public AgentEvidence Shared
    {
        get
        {
            lock (_lock)
            {
                return _shared;
            }
        }
    }

    /// <summary>The predictor as it is now; another one may take its place at any time.</summary>
    public DifficultyPredictor Predictor
    {
        get
        {
            lock (_lock)
            {
                return _predictor;
            }
        }
    }

    /// <summary>A task was routed.</summary>
    public void Note(RoutingDecision decision)
    {
        lock (_lock)
        {
            _learnt = _learnt with { Exploration = _learnt.Exploration.With(decision) };
        }
    }

    /// <summary>A model had its turn at a task: where its answer was judged, evidence grows and the predictor learns.</summary>
    public void Learn(PromptFeatures prompt, ModelTurn turn)
    {
        if (turn.End is TurnEnd.Passed or TurnEnd.Failed)
        {
            bool passed = turn.End == TurnEnd.Passed;
            Learn(turn.Model, ModelEvidence.Of(turn, passed ? 1 : 0));
            Learn(prompt, turn.Model, passed);
        }
    }

    /// <summary>Something more is known of a model.</summary>
    public void Learn(string model, ModelEvidence more)
    {
        lock (_lock)
        {
            _learnt = _learnt.With(model, more, halfLife);
        }
    }

    /// <summary>The predictor learns an outcome.</summary>
    public void Learn(PromptFeatures prompt, string model, bool passed)
    {
        lock (_lock)
        {
            if (!_predictor.Models.Contains(model))
            {
                return;
            }

            _predictor.Learn(prompt, model, passed);
            if (_unshared.Count < MostUnshared)
            {
                _unshared.Add(new LearntOutcome(prompt, model, passed));
            }
        }
    }

    /// <summary>Takes what is to be shared now; <see cref="Keep"/> or <see cref="PutBack"/> must follow.</summary>
    public AgentEvidence TakeUnshared()
    {
        lock (_lock)
        {
            (_leaving, _learnt) = (_learnt, AgentEvidence.None);
            return _leaving;
        }
    }

    /// <summary>The evidence of all instances as it is stored, with that taken before.</summary>
    public void Keep(AgentEvidence shared)
    {
        lock (_lock)
        {
            (_shared, _leaving) = (shared, AgentEvidence.None);
        }
    }

    /// <summary>What was taken could not be shared.</summary>
    public void PutBack()
    {
        lock (_lock)
        {
            (_leaving, _learnt) = (AgentEvidence.None, _leaving.Plus(_learnt, halfLife));
        }
    }

    /// <summary>The predictor as bytes to store, and how many outcomes are in it that the stored one does not have.</summary>
    public (byte[] Bytes, int Unshared) WritePredictor()
    {
        lock (_lock)
        {
            return (PredictorFile.Write(_predictor), _unshared.Count);
        }
    }

    /// <summary>True when the predictor knows more than the stored one.</summary>
    public bool HasUnsharedOutcomes
    {
        get
        {
            lock (_lock)
            {
                return _unshared.Count > 0;
            }
        }
    }

    /// <summary>The predictor is stored, with the first <paramref name="unshared"/> of the outcomes it had more.</summary>
    public void KeepPredictor(string etag, int unshared)
    {
        lock (_lock)
        {
            PredictorETag = etag;
            _unshared.RemoveRange(0, unshared);
        }
    }

    /// <summary>Goes on from the stored predictor, which has learnt from other instances. What only this instance has seen is learnt anew.</summary>
    /// <param name="stored">Null when what is stored is of no use: this instance's own takes its place.</param>
    public void GoOnFrom(DifficultyPredictor? stored, string etag)
    {
        lock (_lock)
        {
            PredictorETag = etag;
            if (stored is null)
            {
                return;
            }

            foreach (ModelPrior prior in priors)
            {
                stored.Know(prior);
            }

            foreach (LearntOutcome outcome in _unshared)
            {
                stored.Learn(outcome.Prompt, outcome.Model, outcome.Passed);
            }

            _predictor = stored;
        }
    }
}
