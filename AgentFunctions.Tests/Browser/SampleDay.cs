using AgentFunctions.Costs;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Browser;

/// <summary>A day of tasks that went through the task life cycle at their hours, so that pages have something to show.</summary>
internal static class SampleDay
{
    private static readonly (string Agent, string Model, int MeanMicros, int Weight)[] Kinds =
    [
        ("classify-ticket", "small", 120, 10),
        ("extract-invoice", "small", 700, 4),
        ("summarize-thread", "large", 4_000, 3),
        ("draft-reply", "large", 9_000, 2),
        ("answer-from-notes", "large", 15_000, 1),
    ];

    private static readonly TokenPrice Price = new(0.25m, 0.025m, 2m);

    /// <summary>Adds the tasks of the last 24 hours.</summary>
    public static async Task AddAsync(ITaskStore tasks, DateTimeOffset now, int seed, CancellationToken cancellationToken)
    {
        Random random = new(seed);
        DateTimeOffset hour = LedgerKey.HourOf(now);
        for (int ago = 23; ago >= 0; ago--)
        {
            // Busiest in the middle of the day.
            int count = 4 + (int)(14 * (1 - Math.Abs(12 - ago) / 12.0)) + random.Next(4);
            foreach (DateTimeOffset at in Enumerable.Range(0, count).Select(i => hour.AddHours(-ago).AddSeconds(i * 3_000.0 / count)).Where(at => at < now.AddMinutes(-1)))
            {
                await AddOneAsync(tasks, random, at, cancellationToken);
            }
        }
    }

    private static async Task AddOneAsync(ITaskStore tasks, Random random, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (agent, model, mean, _) = Kinds[Pick(random)];
        AgentTask task = SampleTasks.Queued(new FakeTimeProvider(at), agent);
        AgentTask queued = Assert.Single(await tasks.AddAsync([task], cancellationToken));
        AgentTask running = TaskLifecycle.Claim(queued, $"worker-{random.Next(1, 5)}", at.AddSeconds(random.NextDouble()), TimeSpan.FromMinutes(1));
        DateTimeOffset end = at.AddSeconds(1 + (random.NextDouble() * 6));

        // A few tasks cost far more than most: the logarithm of the price is spread evenly.
        Usd cost = Usd.FromMicros((long)(mean * Math.Pow(10, (random.NextDouble() * 1.6) - 0.9)));
        Assert.IsType<UpdateOutcome.Stored>(await tasks.UpdateAsync(EndOf(random, running, UseOf(model, cost, end), end), cancellationToken));
    }

    private static AgentTask EndOf(Random random, AgentTask running, ModelUse use, DateTimeOffset end)
    {
        Payload answer = new Payload.Inline("""{"category":"billing","priority":"normal","sentiment":"neutral","summary":"Asks for a refund."}""");
        return random.Next(40) switch
        {
            0 => TaskLifecycle.DeadLetter(running, new TaskError(TaskError.ModelUnavailable, "The provider answered 503 three times."), use, end),
            1 => TaskLifecycle.Fail(running, new TaskError(TaskError.InvalidOutput, "The answer has no field 'category'."), use, end),
            < 8 => TaskLifecycle.Answer(running, answer, new AnswerSource(AnswerOrigin.Cache, running.Id, use.Cost), use.Model, end),
            < 10 => TaskLifecycle.Answer(running, answer, new AnswerSource(AnswerOrigin.Leader, running.Id, use.Cost), use.Model, end),
            _ => TaskLifecycle.Succeed(Routed(running, use), answer, use, end),
        };
    }

    // What went to the small model would have cost more on the large one.
    private static AgentTask Routed(AgentTask task, ModelUse use) => use.Model == "large"
        ? task
        : task with { Route = new TaskRoute("small", 0.85, MeetsGoal: true, GoingRate: null, []) { OnBestModel = Usd.FromMicros(use.Cost.Micros * 6) } };

    private static ModelUse UseOf(string model, Usd cost, DateTimeOffset at)
    {
        PackShare? pack = model == "small" ? new PackShare("pack", Index: 1, Items: 8, Usd.FromMicros(cost.Micros * 2)) : null;
        return new ModelUse([new ModelCall(at, model, new TokenUsage(cost.Micros * 2, 0, cost.Micros / 4, Estimated: false), Price, cost) { Pack = pack }])
        {
            Turns = [new ModelTurn(at, model, TurnEnd.Passed, PassRate: null, default, cost)],
        };
    }

    private static int Pick(Random random)
    {
        int at = random.Next(Kinds.Sum(k => k.Weight));
        int kind = 0;
        while (at >= Kinds[kind].Weight)
        {
            at -= Kinds[kind++].Weight;
        }

        return kind;
    }
}
