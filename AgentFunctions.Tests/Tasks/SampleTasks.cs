using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Tasks;

/// <summary>Tasks to test with.</summary>
internal static class SampleTasks
{
    public static DateTimeOffset Now { get; } = new(2027, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static AgentTask Queued(TimeProvider? time = null, string agent = "classify-ticket", string input = "{\"text\":\"hello\"}") => new()
    {
        Id = new TaskIdSource(time ?? TimeProvider.System).Next(),
        Tenant = TenantId.Default,
        Agent = agent,
        AgentVersion = "1",
        Lane = Lane.Standard,
        Input = new Payload.Inline(input),
        DueAt = (time ?? TimeProvider.System).GetUtcNow(),
    };

    /// <summary>One model call.</summary>
    public static ModelUse Use(long micros, TokenUsage? usage = null, string model = "m") =>
        new([new ModelCall(Now, model, usage ?? new TokenUsage(1, 0, 1, Estimated: false), new TokenPrice(1, 1, 1), Usd.FromMicros(micros))]);
}
