using AgentFunctions.Costs;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Features;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Routing.Prediction;
using AgentFunctions.Storage.SharedStates;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AgentFunctions.Tests.Routing.Learning;

/// <summary>Several instances that learn of one agent's models, on a real table and real blobs.</summary>
public sealed class KnowledgeSharingTests(AzuriteFixture azurite)
{
    private static readonly string[] Models = ["small", "large"];

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly string _agent = $"agent-{Guid.NewGuid():n}";

    [Fact]
    public async Task Instances_at_once_share_every_outcome_once()
    {
        const int Instances = 4;
        const int Rounds = 5;
        const int Outcomes = 20;
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        KnowledgeSharing sharing = await SharingAsync();
        AgentKnowledge[] instances = [.. Enumerable.Range(0, Instances).Select(_ => Knowledge())];

        int[] passes = await Task.WhenAll(instances.Select((knowledge, i) => Task.Run(async () =>
        {
            Random random = new(seed + i);
            int passed = 0;
            for (int round = 0; round < Rounds; round++)
            {
                for (int n = 0; n < Outcomes; n++)
                {
                    passed += Learn(knowledge, $"prompt {i} {round} {n}", Models[n % 2], random.NextDouble() < 0.7) ? 1 : 0;
                }

                await sharing.ShareAsync(_agent, knowledge, TestContext.Current.CancellationToken);
            }

            return passed;
        })));
        await Eventually(sharing, instances);

        AgentKnowledge fresh = Knowledge();
        await sharing.ShareAsync(_agent, fresh, TestContext.Current.CancellationToken);
        Assert.All(instances.Append(fresh), knowledge =>
        {
            Assert.Equal(Instances * Rounds * Outcomes, knowledge.Evidence.Models.Values.Sum(e => e.Trials), 6);
            Assert.Equal(passes.Sum(), knowledge.Evidence.Models.Values.Sum(e => e.Passes), 6);
            Assert.Equal(Instances * Rounds * Outcomes, knowledge.Evidence.Exploration.Tasks);
            Assert.Equal(Instances * Rounds * Outcomes, knowledge.Predictor.Outcomes);
        });
    }

    [Fact]
    public async Task What_one_instance_learns_changes_what_the_other_foretells()
    {
        KnowledgeSharing sharing = await SharingAsync();
        (AgentKnowledge one, AgentKnowledge other) = (Knowledge(), Knowledge());
        await sharing.ShareAsync(_agent, other, TestContext.Current.CancellationToken);
        for (int i = 0; i < 40; i++)
        {
            Learn(one, $"What is {i} times {i}?", "small", passed: false);
        }

        PromptFeatures prompt = PromptFeatures.Of("What is 7 times 7?");
        double before = other.Predictor.Predict(prompt, "small").PassRate;
        await sharing.ShareAsync(_agent, one, TestContext.Current.CancellationToken);
        await sharing.ShareAsync(_agent, other, TestContext.Current.CancellationToken);

        double after = other.Predictor.Predict(prompt, "small").PassRate;
        Assert.InRange(after, 0, before / 2);
        Assert.Equal(one.Predictor.Predict(prompt, "small").PassRate, after, 3);
    }

    [Fact]
    public async Task What_could_not_be_shared_is_shared_the_next_time()
    {
        BrokenStore broken = new();
        AgentKnowledge knowledge = Knowledge();
        Learn(knowledge, "hello", "small", passed: true);

        await Assert.ThrowsAsync<RequestFailedException>(() =>
            new KnowledgeSharing(broken, new InMemoryPredictorStore(), _time).ShareAsync(_agent, knowledge, TestContext.Current.CancellationToken));

        Assert.Equal(1, knowledge.Evidence.Of("small").Trials);
        broken.IsBroken = false;
        await new KnowledgeSharing(broken, new InMemoryPredictorStore(), _time).ShareAsync(_agent, knowledge, TestContext.Current.CancellationToken);
        Assert.Equal(1, knowledge.Shared.Of("small").Trials);
    }

    [Fact]
    public async Task A_write_whose_answer_got_lost_is_not_added_again()
    {
        ForgetfulStore store = new();
        AgentKnowledge knowledge = Knowledge();
        Learn(knowledge, "hello", "small", passed: true);

        await new KnowledgeSharing(store, new InMemoryPredictorStore(), _time).ShareAsync(_agent, knowledge, TestContext.Current.CancellationToken);

        Assert.Equal(1, knowledge.Evidence.Of("small").Trials);
    }

    [Fact]
    public async Task A_stored_predictor_that_is_damaged_is_replaced()
    {
        InMemoryPredictorStore predictors = new();
        Assert.NotNull(await predictors.TryWriteAsync(_agent, BinaryData.FromString("no predictor"), null, TestContext.Current.CancellationToken));
        KnowledgeSharing sharing = new(new InMemoryEvidenceStore(), predictors, _time);
        AgentKnowledge knowledge = Knowledge();
        Learn(knowledge, "hello", "small", passed: true);

        await sharing.ShareAsync(_agent, knowledge, TestContext.Current.CancellationToken);

        StoredPredictor stored = (await predictors.FindAsync(_agent, null, TestContext.Current.CancellationToken))!;
        Assert.Equal(1, PredictorFile.Read(stored.Bytes.ToArray()).Outcomes);
    }

    [Fact]
    public async Task A_model_that_joins_the_agent_later_is_known_beside_the_stored_ones()
    {
        KnowledgeSharing sharing = await SharingAsync();
        AgentKnowledge before = Knowledge();
        Learn(before, "hello", "small", passed: true);
        await sharing.ShareAsync(_agent, before, TestContext.Current.CancellationToken);

        AgentKnowledge after = new(ModelPrior.Of([("small", 0.6), ("large", 0.9), ("newest", 0.95)]), ModelEvidence.DefaultHalfLife);
        await sharing.ShareAsync(_agent, after, TestContext.Current.CancellationToken);

        Assert.Equal(1, after.Predictor.Outcomes);
        Assert.InRange(after.Predictor.Predict(PromptFeatures.Of("hello"), "newest").PassRate, 0.8, 1);
    }

    private static AgentKnowledge Knowledge() => new(ModelPrior.Of([("small", 0.6), ("large", 0.9)]), ModelEvidence.DefaultHalfLife);

    private static bool Learn(AgentKnowledge knowledge, string text, string model, bool passed)
    {
        knowledge.Learn(model, new ModelEvidence(passed ? 1 : 0, 1, 0.6, 10, SampleTasks.Now));
        knowledge.Learn(PromptFeatures.Of(text), model, passed);
        knowledge.Note(new RoutingDecision(model, new RoutingGoal.Quality(0.5), true, 0, [
            new CandidateScore(model, Usd.FromMicros(1), 0.5, 0.5, PassRateBounds.Of(1, 2), 0, Usd.FromMicros(1), 0.5, 0.5, CandidateVerdict.Chosen)]));
        return passed;
    }

    // An instance that met others too often leaves the rest for its next exchange.
    private async Task Eventually(KnowledgeSharing sharing, AgentKnowledge[] instances)
    {
        for (int round = 0; round < 2; round++)
        {
            foreach (AgentKnowledge knowledge in instances)
            {
                await sharing.ShareAsync(_agent, knowledge, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task<KnowledgeSharing> SharingAsync()
    {
        string connection = await azurite.ConnectionStringAsync();
        TableEvidenceStore evidence = new(new TableServiceClient(connection));
        BlobPredictorStore predictors = new(new BlobServiceClient(connection));
        await evidence.PrepareAsync(TestContext.Current.CancellationToken);
        await predictors.PrepareAsync(TestContext.Current.CancellationToken);

        return new KnowledgeSharing(evidence, predictors, _time);
    }

    private sealed class BrokenStore : InMemoryStateStore, IEvidenceStore, IStateStore
    {
        public bool IsBroken { get; set; } = true;

        Task<bool> IStateStore.TryWriteAsync(StateKey key, string json, string? etag, CancellationToken cancellationToken) =>
            IsBroken ? throw new RequestFailedException(503, "busy") : TryWriteAsync(key, json, etag, cancellationToken);
    }

    /// <summary>Stores, but says of the first write that somebody else was faster, as a client does that repeats a write by itself.</summary>
    private sealed class ForgetfulStore : InMemoryStateStore, IEvidenceStore, IStateStore
    {
        private bool _hasForgotten;

        async Task<bool> IStateStore.TryWriteAsync(StateKey key, string json, string? etag, CancellationToken cancellationToken)
        {
            bool stored = await TryWriteAsync(key, json, etag, cancellationToken);
            return stored && (_hasForgotten || !(_hasForgotten = true));
        }
    }
}
