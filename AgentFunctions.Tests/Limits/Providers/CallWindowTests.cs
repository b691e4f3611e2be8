using AgentFunctions.Limits.Providers;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Limits.Providers;

/// <summary>What leaves within any 60 seconds, slices that are used as late as they may included.</summary>
public sealed class CallWindowTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(3000)]
    public void No_60_seconds_see_more_than_the_limit_however_slices_are_asked_for_and_used(int limit)
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        ModelDefinition model = Gates.Model(limit, limit * 1000);
        ModelState state = ModelState.New;
        List<(DateTimeOffset At, long Calls, long Tokens)> left = [];
        for (int step = 0; step < 3000; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 400)));
            SliceRequest request = Request($"i{random.Next(5)}", random.Next(1, 2000), random.Next(1, 1 + (limit / 4)), (Lane)random.Next(3));
            (ModelState? next, SliceAnswer answer) = state.Take(request, model, _time.GetUtcNow());
            state = next ?? state;
            if (answer.IsGranted)
            {
                // Used at any moment of the slice's life, or as late as can be.
                DateTimeOffset end = DateTimeOffset.FromUnixTimeSeconds(answer.TakenAt + CallWindow.SliceSeconds).AddMilliseconds(-1);
                TimeSpan life = end - _time.GetUtcNow();
                left.Add((_time.GetUtcNow() + (random.Next(2) == 0 ? life : life * random.NextDouble()), answer.Slice.Calls, answer.Slice.Tokens));
            }
        }

        Assert.True(left.Count > 3, $"seed {seed}: nothing left");
        foreach ((DateTimeOffset at, _, _) in left)
        {
            List<(DateTimeOffset At, long Calls, long Tokens)> window = [.. left.Where(l => l.At >= at && l.At < at.AddSeconds(60))];
            Assert.True(window.Sum(w => w.Calls) <= limit, $"seed {seed}: {window.Sum(w => w.Calls)} calls from {at:O}");
            Assert.True(window.Count == 1 || window.Sum(w => w.Tokens) <= limit * 1000L, $"seed {seed}: {window.Sum(w => w.Tokens)} tokens from {at:O}");
        }
    }

    [Fact]
    public void A_call_larger_than_the_limit_gets_through_alone()
    {
        ModelDefinition model = Gates.Model(tokensPerMinute: 1000);
        (ModelState? state, SliceAnswer first) = ModelState.New.Take(Request("a", 5000, 1, Lane.Economy), model, _time.GetUtcNow());

        (_, SliceAnswer second) = state!.Take(Request("b", 1, 1, Lane.Interactive), model, _time.GetUtcNow().AddSeconds(30));
        (_, SliceAnswer third) = state.Take(Request("b", 1, 1, Lane.Interactive), model, second.FitsAt);

        Assert.Equal((true, 5000), (first.IsGranted, first.Slice.Tokens));
        Assert.Equal((false, true), (second.IsGranted, third.IsGranted));
        Assert.Equal(_time.GetUtcNow().AddSeconds(CallWindow.Seconds), second.FitsAt);
    }

    [Fact]
    public void Instances_that_ask_share_what_is_there_and_one_that_asks_no_more_has_no_share()
    {
        ModelDefinition model = Gates.Model(9600);
        ModelState state = ModelState.New;
        SliceAnswer answer = Take(ref state, model, "a", want: 10_000);
        Assert.Equal((1, 1020), (answer.Instances, answer.Slice.Calls));

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((2, 510), (Take(ref state, model, "b", want: 10_000).Instances, state.Slots[^1].Calls));

        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, Take(ref state, model, "b", want: 1).Instances);
    }

    [Fact]
    public void What_a_slice_leaves_unused_is_there_again()
    {
        ModelDefinition model = Gates.Model(60);
        ModelState state = ModelState.New;
        SliceAnswer first = Take(ref state, model, "a", want: 6);
        SliceRequest back = Request("a", 0, 1, Lane.Standard) with { Unused = new CallSize(first.Slice.Calls - 1, 0), UnusedFrom = first.TakenAt };

        (ModelState? next, SliceAnswer second) = state.Take(back, model, _time.GetUtcNow().AddSeconds(3));

        Assert.Equal((6, true, 2), (first.Slice.Calls, second.IsGranted, next!.Slots.Sum(s => s.Calls)));
    }

    private static SliceRequest Request(string instance, long tokens, long want, Lane lane) => new(instance, new CallSize(1, tokens), want, lane, default, 0, false);

    private SliceAnswer Take(ref ModelState state, ModelDefinition model, string instance, long want)
    {
        (ModelState? next, SliceAnswer answer) = state.Take(Request(instance, 0, want, Lane.Standard), model, _time.GetUtcNow());
        state = next ?? state;
        return answer;
    }
}
