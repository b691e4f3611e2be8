using AgentFunctions.Bench.Planning;

namespace AgentFunctions.Tests.Planning;

public sealed class ErlangCTests
{
    [Theory]
    [InlineData(0.5, 1, 0.5)]
    [InlineData(1, 2, 1 / 3.0)]
    [InlineData(2, 3, 4 / 9.0)]
    [InlineData(0, 3, 0)]
    [InlineData(3, 3, 1)]
    [InlineData(7, 3, 1)]
    public void The_share_that_waits_is_that_of_the_closed_forms(double load, int servers, double expected) =>
        Assert.Equal(expected, ErlangC.Waits(load, servers), 9);

    [Fact]
    public void A_call_centre_of_the_textbooks_has_its_published_figures()
    {
        // 100 calls in half an hour of 180 s each, 14 agents: 17.4% wait, 7.8 s on average, 88.8% are answered within 20 s
        // (callcentrehelper.com, "Erlang C formula", worked example).
        double waits = ErlangC.Waits(10, 14);
        double mean = ErlangC.MeanOfWaiting(10, 14, 180, variation: 1);

        Assert.Equal(0.174, waits, 3);
        Assert.Equal(7.8, waits * mean, 1);
        Assert.Equal(0.888, 1 - (waits * Math.Exp(-20 / mean)), 3);
    }

    [Fact]
    public void Large_pools_lose_no_precision()
    {
        // Square-root staffing (Halfin and Whitt, 1981): with a + √a servers the share that waits tends to 1 / (1 + Φ(1) / φ(1)) = 0.2234.
        Assert.Equal(0.2234, ErlangC.Waits(1_000_000, 1_001_000), 0.0005);
    }
}
