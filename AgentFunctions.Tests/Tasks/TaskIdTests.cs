using AgentFunctions.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Tasks;

public sealed class TaskIdTests
{
    private readonly FakeTimeProvider _time = new(SampleTasks.Now);

    [Fact]
    public void Id_carries_its_creation_time() => Assert.Equal(SampleTasks.Now, new TaskIdSource(_time).Next().CreatedAt);

    [Fact]
    public void Text_form_reads_back()
    {
        TaskId id = new TaskIdSource(_time).Next();

        Assert.Equal(id, TaskId.Parse(id.ToString()));
        Assert.Equal(TaskId.Length, id.ToString().Length);
    }

    [Fact]
    public void Later_ids_sort_after_earlier_ones_and_their_partitions_before()
    {
        TaskIdSource ids = new(_time);
        TaskId first = ids.Next();
        _time.Advance(TimeSpan.FromSeconds(10));
        TaskId second = ids.Next();

        Assert.True(string.CompareOrdinal(first.ToString(), second.ToString()) < 0);
        Assert.True(string.CompareOrdinal(first.PartitionKey, second.PartitionKey) > 0);
    }

    [Fact]
    public void Ids_of_one_instance_within_a_second_share_at_most_two_partitions()
    {
        TaskIdSource ids = new(_time);
        HashSet<string> partitions = [];
        for (int i = 0; i < 100; i++)
        {
            partitions.Add(ids.Next().PartitionKey);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(partitions.Count, 1, 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("01m85hfg4q4fxhsk0bpg5tbzmu")] // u is not in the alphabet
    [InlineData("91m85hfg4q4fxhsk0bpg5tbzmw")] // a time of more than 48 bits
    [InlineData("01M85HFG4Q4FXHSK0BPG5TBZMW")]
    [InlineData(null)]
    public void Other_texts_are_no_ids(string? text) => Assert.False(TaskId.TryParse(text, out _));

    [Theory]
    [InlineData(1601)]
    [InlineData(1969)]
    public void A_moment_before_all_tasks_sorts_behind_every_partition(int year)
    {
        string before = TaskId.PartitionPrefix(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.True(string.CompareOrdinal(before, TaskId.PartitionPrefix(DateTimeOffset.UnixEpoch.AddHours(2))) > 0);
    }
}
