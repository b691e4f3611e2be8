using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Prediction;
using AgentFunctions.Storage.SharedStates;

namespace AgentFunctions.Routing.Learning;

/// <summary>Brings what an instance knows of one agent's models together with what the others know.</summary>
public sealed class KnowledgeSharing(IEvidenceStore evidence, IPredictorStore predictors, TimeProvider time)
{
    // Between two looks of an instance others may have written; more of them than this in one go, and the rest waits for the next time.
    private const int MostTries = 4;

    private const string Partition = "evidence";

    private readonly StateUpdates _updates = new(evidence, time);

    /// <summary>Shares what was learnt, and takes over what others have. What could not be shared stays for the next time.</summary>
    /// <exception cref="Azure.RequestFailedException">The store is not to be reached.</exception>
    public async Task ShareAsync(string agent, AgentKnowledge knowledge, CancellationToken cancellationToken)
    {
        await ShareEvidenceAsync(agent, knowledge, cancellationToken).ConfigureAwait(false);
        await SharePredictorAsync(agent, knowledge, cancellationToken).ConfigureAwait(false);
    }

    private async Task ShareEvidenceAsync(string agent, AgentKnowledge knowledge, CancellationToken cancellationToken)
    {
        AgentEvidence learnt = knowledge.TakeUnshared();
        string write = Guid.NewGuid().ToString("n");
        AgentEvidence? shared = null;
        try
        {
            shared = await _updates.ApplyAsync(
                new StateKey(Partition, StateKey.Escape(agent)),
                LearningJson.Default.AgentEvidence,
                stored => Added(stored, learnt, write),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (shared is null)
            {
                knowledge.PutBack();
            }
            else
            {
                knowledge.Keep(shared);
            }
        }
    }

    private static (AgentEvidence? Next, AgentEvidence Result) Added(AgentEvidence? stored, AgentEvidence learnt, string write)
    {
        AgentEvidence before = stored ?? AgentEvidence.None;
        if (learnt.IsEmpty || before.Write == write)
        {
            return (null, before);
        }

        AgentEvidence next = before.Plus(learnt, ModelEvidence.DefaultHalfLife) with { Write = write };
        return (next, next);
    }

    private async Task SharePredictorAsync(string agent, AgentKnowledge knowledge, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            if (await predictors.FindAsync(agent, knowledge.PredictorETag, cancellationToken).ConfigureAwait(false) is { } newer)
            {
                knowledge.GoOnFrom(Read(newer), newer.ETag);
            }

            if (!knowledge.HasUnsharedOutcomes)
            {
                return;
            }

            (byte[] bytes, int unshared) = knowledge.WritePredictor();
            if (await predictors.TryWriteAsync(agent, BinaryData.FromBytes(bytes), knowledge.PredictorETag, cancellationToken).ConfigureAwait(false) is { } etag)
            {
                knowledge.KeepPredictor(etag, unshared);
                return;
            }
        }
    }

    // One of another version, or damaged, is replaced: outcomes come anew, and evidence is not lost with it.
    private static DifficultyPredictor? Read(StoredPredictor stored)
    {
        try
        {
            return PredictorFile.Read(stored.Bytes.ToArray());
        }
        catch (PredictorFormatException)
        {
            return null;
        }
    }
}
