using AgentFunctions.Fairness;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Fairness;

/// <summary>Start tags: in their order, tenants with waiting tasks take turns.</summary>
public sealed class FairClockTests
{
    private static readonly TenantId Flood = new("flood");
    private static readonly TenantId Small = new("small");

    private readonly FairClock _clock = new();

    [Fact]
    public void A_tenant_that_comes_late_is_tagged_behind_what_was_begun_and_not_behind_what_waits()
    {
        long[] flood = [.. Enumerable.Range(0, 1000).Select(_ => _clock.Tag(Lane.Standard, Flood).Tag)];
        _clock.Start(Lane.Standard, flood[100]);

        (long tag, long behind) = _clock.Tag(Lane.Standard, Small);

        Assert.Equal((100, 899), (tag, behind));
        Assert.Equal((1000, 0), _clock.Tag(Lane.Standard, Flood));
    }

    [Fact]
    public void A_tenant_gains_nothing_by_having_been_idle()
    {
        for (int i = 0; i < 50; i++)
        {
            _clock.Start(Lane.Standard, _clock.Tag(Lane.Standard, Flood).Tag);
        }

        Assert.Equal(49, _clock.Tag(Lane.Standard, Small).Tag);
    }

    [Fact]
    public void Lanes_have_clocks_of_their_own()
    {
        _clock.Start(Lane.Standard, _clock.Tag(Lane.Standard, Flood).Tag + 10);

        Assert.Equal(0, _clock.Tag(Lane.Economy, Flood).Tag);
    }

    [Fact]
    public void What_one_instance_tells_another_goes_on_from()
    {
        for (int i = 0; i < 20; i++)
        {
            _clock.Tag(Lane.Standard, Flood);
        }

        _clock.Start(Lane.Standard, 5);
        FairClock other = new();
        foreach (LaneClock told in _clock.Tell())
        {
            other.Learn(told);
        }

        Assert.Equal((20, 0), other.Tag(Lane.Standard, Flood));
        Assert.Equal((5, 15), other.Tag(Lane.Standard, Small));
    }
}
