using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Triggers;

namespace AgentFunctions.Tests.LocalHost.Triggers;

public sealed class QueueTriggerTests
{
    private static readonly HostJson Host = new() { MaxConcurrentCalls = 64, Batches = new BatchSettings { MaxSize = 10 } };

    [Theory]
    [InlineData(nameof(BatchFunctions.BatchForOneAsync), "TestBatchForOne", "one", "with IsBatched must be a ServiceBusReceivedMessage[]")]
    [InlineData(nameof(BatchFunctions.OneForManyAsync), "TestOneForMany", "many", "without IsBatched must be a ServiceBusReceivedMessage;")]
    public void A_parameter_that_does_not_fit_the_batching_is_refused_by_name(string method, string function, string parameter, string rule)
    {
        HostStartException refused = Assert.Throws<HostStartException>(() => BatchFunctions.Trigger(method, Host));

        Assert.Contains($"'{function}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{parameter}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batched_function_has_one_call_at_a_time_and_counts_as_one_for_the_pool()
    {
        QueueTrigger trigger = BatchFunctions.Trigger(nameof(BatchFunctions.PackAsync), Host);

        Assert.Equal((1, 10), (trigger.MaxConcurrentCalls, trigger.Batches!.MaxSize));
        Assert.Equal([0L, 1L, 1L], [trigger.LoadOf(0), trigger.LoadOf(10), trigger.LoadOf(100_000)]);
    }

    [Fact]
    public void The_trigger_decides_on_completion_and_host_json_where_it_does_not()
    {
        Assert.False(BatchFunctions.Trigger(nameof(BatchFunctions.PackAsync), Host).AutoComplete);
        Assert.True(BatchFunctions.Trigger(nameof(BatchFunctions.PackCompletedByHostAsync), Host).AutoComplete);
        Assert.False(BatchFunctions.Trigger(nameof(BatchFunctions.PackCompletedByHostAsync), Host with { AutoCompleteMessages = false }).AutoComplete);
    }
}
