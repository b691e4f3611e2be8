using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Routing;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Routing.Learning;

public sealed class FeedbackLearningTests : IDisposable
{
    private readonly KnowledgeExchange _exchange;
    private readonly FeedbackLearning _sut;
    private readonly AgentDefinition _agent = AgentFile.Parse(
        "words.agent.md", "---\nname: words\ndescription: d\nversion: 1\nquality: 0.8\noutput: {type: object}\n---\n{{input.text}}");

    public FeedbackLearningTests()
    {
        CandidateModels candidates = new(new ModelCatalogue([Model("small", 1, 0.6), Model("large", 10, 0.9)], "large"));
        _exchange = new KnowledgeExchange(
            new KnowledgeSharing(new InMemoryEvidenceStore(), new InMemoryPredictorStore(), TimeProvider.System), candidates, NullLogger<KnowledgeExchange>.Instance, TimeProvider.System);
        _sut = new FeedbackLearning(new AgentCatalogue([_agent]), candidates, _exchange, new InMemoryPayloadStore());
    }

    [Fact]
    public async Task Feedback_on_an_answer_that_nothing_judged_is_an_outcome_of_its_model()
    {
        await HearAsync(Answered(TurnEnd.NotJudged), null, 0.25);

        ModelEvidence evidence = (await KnowledgeAsync()).Evidence.Of("small");
        Assert.Equal((0.25, 1, 7), (evidence.Passes, evidence.Trials, evidence.OutputTokens));
        Assert.Equal(1, (await KnowledgeAsync()).Predictor.Outcomes);
    }

    [Fact]
    public async Task Feedback_takes_the_place_of_what_the_checks_said()
    {
        AgentKnowledge knowledge = await KnowledgeAsync();
        AgentTask task = Answered(TurnEnd.Passed);
        knowledge.Learn("small", ModelEvidence.Of(task.Attempts[^1].Turns[^1], 1));

        await HearAsync(task, null, 0);

        Assert.Equal((0, 1), (knowledge.Evidence.Of("small").Passes, knowledge.Evidence.Of("small").Trials));
    }

    [Fact]
    public async Task Later_feedback_takes_the_place_of_earlier_feedback()
    {
        AgentTask task = Answered(TurnEnd.NotJudged);
        await HearAsync(task, null, 0.9);
        await HearAsync(task, 0.9, 0.2);
        await HearAsync(task, 0.2, 0.4);

        ModelEvidence evidence = (await KnowledgeAsync()).Evidence.Of("small");
        Assert.Equal((0.4, 1), (Math.Round(evidence.Passes, 9), evidence.Trials));

        // The predictor knows passed and failed alone, so that the last one told it nothing.
        Assert.Equal(2, (await KnowledgeAsync()).Predictor.Outcomes);
    }

    [Fact]
    public async Task Feedback_on_an_answer_that_another_task_gave_is_not_counted_twice()
    {
        await HearAsync(Answered(TurnEnd.NotJudged) with { Source = new AnswerSource(AnswerOrigin.Cache, new TaskIdSource(TimeProvider.System).Next(), default) }, null, 1);

        Assert.Equal(0, (await KnowledgeAsync()).Evidence.Of("small").Trials);
    }

    public void Dispose() => _exchange.Dispose();

    private static ModelDefinition Model(string name, decimal price, double passRate) => new()
    {
        Name = name,
        Provider = ModelProvider.Offline,
        Deployment = name,
        Price = new TokenPrice(price, price, price),
        ContextWindow = 10_000,
        PassRate = passRate,
    };

    private static AgentTask Answered(TurnEnd end)
    {
        AgentTask task = TaskLifecycle.Claim(SampleTasks.Queued(agent: "words"), "w", SampleTasks.Now, TimeSpan.FromMinutes(1));
        ModelUse use = new([]) { Turns = [new ModelTurn(SampleTasks.Now, "small", end, 0.6, new TokenUsage(5, 0, 7, false), default)] };
        return TaskLifecycle.Succeed(task, new Payload.Inline("{}"), use, SampleTasks.Now);
    }

    private Task HearAsync(AgentTask task, double? earlier, double score) => _sut.HeardAsync(
        task, earlier is { } before ? new TaskFeedback(before, null, SampleTasks.Now) : null, new TaskFeedback(score, null, SampleTasks.Now), TestContext.Current.CancellationToken);

    private Task<AgentKnowledge> KnowledgeAsync() => _exchange.OfAsync(_agent, TestContext.Current.CancellationToken);
}
