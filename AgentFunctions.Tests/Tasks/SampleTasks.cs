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
}
