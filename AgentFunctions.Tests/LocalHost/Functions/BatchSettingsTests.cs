using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Functions;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.LocalHost.Functions;

public sealed class BatchSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Defaults_are_those_of_the_extension() =>
        Assert.Equal(new BatchSettings { MaxSize = 1000, MinSize = 1, MaxWait = TimeSpan.FromSeconds(30) }, Read("{}").Batches);

    [Fact]
    public void Values_are_read() => Assert.Equal(
        new BatchSettings { MaxSize = 50, MinSize = 50, MaxWait = TimeSpan.FromSeconds(150) },
        Read("""{"maxMessageBatchSize": 50, "minMessageBatchSize": 50, "maxBatchWaitTime": "00:02:30"}""").Batches);

    [Theory]
    [InlineData("""{"maxMessageBatchSize": 0}""", "maxMessageBatchSize must be a whole number from 1; it is 0")]
    [InlineData("""{"maxMessageBatchSize": "many"}""", "maxMessageBatchSize must be a whole number from 1; it is \"many\"")]
    [InlineData("""{"minMessageBatchSize": 0}""", "minMessageBatchSize must be a whole number from 1; it is 0")]
    [InlineData("""{"minMessageBatchSize": 2.5}""", "minMessageBatchSize must be a whole number from 1; it is 2.5")]
    [InlineData("""{"minMessageBatchSize": 11, "maxMessageBatchSize": 10}""", "minMessageBatchSize must be at most maxMessageBatchSize, which is 10; it is 11")]
    [InlineData("""{"minMessageBatchSize": 1001}""", "minMessageBatchSize must be at most maxMessageBatchSize, which is 1000; it is 1001")]
    [InlineData("""{"maxBatchWaitTime": "00:02:31"}""", "maxBatchWaitTime must be a time from 00:00:00 to 00:02:30; it is \"00:02:31\"")]
    [InlineData("""{"maxBatchWaitTime": "-00:00:01"}""", "maxBatchWaitTime must be a time from 00:00:00 to 00:02:30; it is \"-00:00:01\"")]
    [InlineData("""{"maxBatchWaitTime": 30}""", "maxBatchWaitTime must be a time from 00:00:00 to 00:02:30; it is 30")]
    public void A_value_out_of_its_bounds_is_refused_by_name(string serviceBus, string says) =>
        Assert.Contains($"extensions.serviceBus.{says}", Assert.Throws<HostStartException>(() => Read(serviceBus)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private HostJson Read(string serviceBus)
    {
        string file = _folder.File("host.json");
        File.WriteAllText(file, $$$"""{"version": "2.0", "extensions": {"serviceBus": {{{serviceBus}}} } }""");
        return HostJson.Read(file);
    }
}
