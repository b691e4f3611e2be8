using AgentFunctions.Batching.Collecting;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Batching.Collecting;

public sealed class PackSizeTests
{
    private const int Most = 32;

    [Fact]
    public void Tasks_that_fail_more_often_in_packs_than_alone_halve_the_size()
    {
        PackSize size = Packs(PackSize.Of(16, SampleTasks.Now), packs: 3, items: 16, passed: 12);

        Assert.InRange(size.Size, 2, 8);
    }

    [Fact]
    public void Tasks_that_fail_as_often_alone_change_nothing()
    {
        PackSize size = PackSize.Of(16, SampleTasks.Now);
        for (int i = 0; i < 200; i++)
        {
            size = size.WithAlone(passed: i % 4 != 0);
        }

        Assert.InRange(Packs(size, packs: 20, items: 16, passed: 12).Size, 16, Most);
    }

    [Fact]
    public void Packs_that_do_as_well_grow_up_to_what_the_agent_allows()
    {
        Assert.Equal(Most, Packs(PackSize.Of(4, SampleTasks.Now), packs: 40, items: 8, passed: 8).Size);
    }

    [Fact]
    public void One_bad_pack_of_two_is_no_reason()
    {
        Assert.Equal(2, Packs(PackSize.Of(2, SampleTasks.Now), packs: 1, items: 2, passed: 0).Size);
    }

    [Fact]
    public void An_agent_whose_packs_always_fail_is_not_packed_until_another_day()
    {
        PackSize size = Packs(PackSize.Of(16, SampleTasks.Now), packs: 60, items: 10, passed: 0);

        Assert.Equal(1, size.Size);
        Assert.Equal(1, size.At(SampleTasks.Now.AddHours(23), Most).Size);
        Assert.Equal(2, size.At(SampleTasks.Now.AddHours(25), Most).Size);
    }

    [Fact]
    public void A_smaller_limit_in_the_agent_file_holds_at_once() => Assert.Equal(5, PackSize.Of(16, SampleTasks.Now).At(SampleTasks.Now, 5).Size);

    private static PackSize Packs(PackSize size, int packs, int items, int passed)
    {
        for (int i = 0; i < packs; i++)
        {
            size = size.WithPack(items, passed, Most, SampleTasks.Now);
        }

        return size;
    }
}
