using AgentFunctions.Events;
using AgentFunctions.Events.Deltas;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Events;

public sealed class TaskEventsTests
{
    private const int Lives = 3000;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_later_state_only_adds_events_but_for_what_a_redrive_or_a_wait_takes_back()
    {
        foreach ((int seed, AgentTask before, AgentTask after) in Steps())
        {
            List<LifeEvent> known = [.. TaskEvents.Of(before)];
            if (known[^1] is LifeEvent.Ended && !after.IsFinal)
            {
                known.RemoveAt(known.Count - 1);
            }
            else if (after.Attempts.Count < before.Attempts.Count)
            {
                Assert.IsType<LifeEvent.Running>(known[^1]);
                known.RemoveAt(known.Count - 1);
            }

            Assert.True(Names(known).SequenceEqual(Names(TaskEvents.Of(after)).Take(known.Count)), $"seed {seed}: {string.Join(' ', Names(known))} then {string.Join(' ', Names(TaskEvents.Of(after)))}");
        }
    }

    [Fact]
    public void Ids_grow_along_the_list()
    {
        foreach ((int seed, _, AgentTask task) in Steps())
        {
            LifeEventId[] ids = [.. TaskEvents.Of(task).Select(e => e.Id!.Value)];
            Assert.True(ids.Zip(ids.Skip(1)).All(pair => pair.First < pair.Second), $"seed {seed}: {string.Join(' ', ids)}");
        }
    }

    [Fact]
    public void Every_id_that_was_ever_told_may_be_come_back_with()
    {
        for (int seed = 0; seed < Lives; seed++)
        {
            HashSet<LifeEventId> ever = [];
            foreach (AgentTask task in new RandomLife(seed).States())
            {
                ever.UnionWith(TaskEvents.Of(task).Select(e => e.Id!.Value));
                foreach (LifeEventId id in ever)
                {
                    Assert.True(TaskEvents.MayHaveTold(task, id), $"seed {seed}: {id} of {string.Join(' ', Names(TaskEvents.Of(task)))}");
                }
            }
        }
    }

    [Fact]
    public void Who_looks_now_and_then_and_comes_back_between_misses_nothing_and_learns_the_end()
    {
        for (int seed = 0; seed < Lives; seed++)
        {
            Random chance = new(seed);
            Told told = new(null);
            List<LifeEvent> heard = [];
            AgentTask[] states = [.. new RandomLife(seed).States()];
            foreach (AgentTask task in states.Where(s => chance.Next(2) == 0 || s == states[^1]))
            {
                heard.AddRange(told.NewOf(task, [], position: null));
                told = chance.Next(3) == 0 && heard.LastOrDefault(e => e.Id is not null) is { Id: var last } ? new Told(last) : told;
            }

            IEnumerable<string> missed = Names(TaskEvents.Of(states[^1])).Except(Names(heard.Where(e => e.Id is not null)));
            Assert.True(!missed.Any(), $"seed {seed}: missed {string.Join(' ', missed)}");
        }
    }

    [Theory]
    [InlineData("0-0", true)]
    [InlineData("12-d7", true)]
    [InlineData("1-d0", false)]
    [InlineData("1", false)]
    [InlineData("-1-0", false)]
    [InlineData("01-0", false)]
    [InlineData("1-0\n", false)]
    [InlineData("1-9999999999", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_has_one_form(string? text, bool isId)
    {
        Assert.Equal(isId, LifeEventId.TryParse(text, out LifeEventId id));
        Assert.True(!isId || id.ToString() == text);
    }

    [Fact]
    public void Ids_that_a_task_cannot_have_had_are_known_for_that()
    {
        AgentTask done = TaskLifecycle.Succeed(Running(), new Payload.Inline("{}"), SampleTasks.Use(1), SampleTasks.Now);

        Assert.All(["2-0", "9-0", "1-100", "1-102", "0-1", "0-101", "1-500", "1-d1"], text => Assert.False(TaskEvents.MayHaveTold(done, Id(text)), text));
        Assert.All(["2-d1", "0-d1"], text => Assert.False(TaskEvents.MayHaveTold(done with { Stream = true }, Id(text)), text));
    }

    [Fact]
    public void Pieces_stand_between_the_beginning_of_their_attempt_and_all_else_of_it()
    {
        AgentTask done = TaskLifecycle.Succeed(Running(), new Payload.Inline("{}"), SampleTasks.Use(1), SampleTasks.Now);

        IReadOnlyList<LifeEvent> told = new Told(null).NewOf(done, [new AnswerDelta(1, 1, "a", null), new AnswerDelta(1, 2, null, "m"), new AnswerDelta(1, 3, "b", null)], null);
        IReadOnlyList<LifeEvent> again = new Told(Id("1-d2")).NewOf(done, [new AnswerDelta(1, 3, "b", null)], null);

        Assert.Equal(["0-0 Queued", "1-0 Running", "1-d1 Delta", "1-d2 Restarted", "1-d3 Delta", "1-101 Ended"], Names(told));
        Assert.Equal(["1-d3 Delta", "1-101 Ended"], Names(again));
    }

    [Fact]
    public void A_task_that_must_wait_says_why_and_then_that_it_runs_again()
    {
        Told told = new(null);
        AgentTask running = Running();
        AgentTask waiting = TaskLifecycle.Defer(running, new WaitReason(WaitReason.ProviderLimit, "full", SampleTasks.Now + Lease), ModelUse.None, SampleTasks.Now);

        Assert.Equal(["0-0 Queued", "1-0 Running"], Names(told.NewOf(running, [], null)));
        Assert.Equal([" Waiting"], Names(told.NewOf(waiting, [], null)));
        Assert.Empty(told.NewOf(waiting, [], null));
        Assert.Equal(["1-0 Running"], Names(told.NewOf(TaskLifecycle.Claim(waiting, "w", SampleTasks.Now, Lease), [], null)));
    }

    [Fact]
    public void A_new_position_in_line_is_told_without_an_id()
    {
        Told told = new(null);
        AgentTask queued = SampleTasks.Queued();

        Assert.Equal(9, Assert.IsType<LifeEvent.Queued>(Assert.Single(told.NewOf(queued, [], 9))).Position);
        Assert.Empty(told.NewOf(queued, [], 9));
        LifeEvent.Queued moved = Assert.IsType<LifeEvent.Queued>(Assert.Single(told.NewOf(queued, [], 4)));
        Assert.Equal((null, 4L), (moved.Id, moved.Position));
    }

    private static AgentTask Running() => TaskLifecycle.Claim(SampleTasks.Queued(), "w", SampleTasks.Now, Lease);

    private static LifeEventId Id(string text) => LifeEventId.TryParse(text, out LifeEventId id) ? id : throw new FormatException(text);

    private static IEnumerable<string> Names(IEnumerable<LifeEvent> events) => events.Select(e => $"{e.Id} {e.GetType().Name}");

    private static IEnumerable<(int Seed, AgentTask Before, AgentTask After)> Steps()
    {
        for (int seed = 0; seed < Lives; seed++)
        {
            AgentTask[] states = [.. new RandomLife(seed).States()];
            foreach ((AgentTask before, AgentTask after) in states.Zip(states.Skip(1)))
            {
                yield return (seed, before, after);
            }
        }
    }
}
