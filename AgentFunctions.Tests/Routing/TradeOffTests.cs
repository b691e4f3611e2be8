using AgentFunctions.Costs;
using AgentFunctions.Routing.Decisions;

namespace AgentFunctions.Tests.Routing;

public sealed class TradeOffTests
{
    [Fact]
    public void A_falling_going_rate_moves_from_the_cheapest_to_the_dearest()
    {
        Offer[] offers = [new(1, 0.6, 0.6), new(2, 0.8, 0.8), new(10, 0.9, 0.9)];

        Assert.Equal(0, TradeOff.Take(offers, 0.21));
        Assert.Equal(1, TradeOff.Take(offers, 0.19));
        Assert.Equal(2, TradeOff.Take(offers, 0.01));
    }

    [Fact]
    public void An_offer_that_another_beats_in_price_and_pass_rate_is_never_taken_while_passing_counts()
    {
        Offer[] offers = [new(1, 0.7, 0.7), new(2, 0.65, 0.65), new(3, 0.9, 0.9)];

        Assert.Equal([0, 2], TradeOff.Path(offers).Select(p => p.Offer));
    }

    [Fact]
    public void Below_zero_even_a_worse_dearest_is_taken()
    {
        Offer[] offers = [new(1, 0.9, 0.9), new(5, 0.5, 0.5)];

        Assert.Equal(0, TradeOff.Take(offers, 0));
        Assert.Equal(1, TradeOff.Take(offers, -0.2));
    }

    [Fact]
    public void Of_equal_prices_the_likelier_to_pass_is_taken()
    {
        Offer[] offers = [new(1, 0.5, 0.5), new(1, 0.7, 0.7), new(1, 0.6, 0.6)];

        Assert.All([1000.0, 0, -1000], rate => Assert.Equal(1, TradeOff.Take(offers, rate)));
    }

    [Fact]
    public void The_offer_taken_is_the_best_by_the_formula()
    {
        Random random = new(3);
        for (int run = 0; run < 2_000; run++)
        {
            Offer[] offers = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => new Offer(random.Next(1, 10), random.NextDouble(), 0))];
            double rate = (random.NextDouble() - 0.3) * 0.5;

            double taken = Value(offers[TradeOff.Take(offers, rate)]);

            Assert.Equal(offers.Max(Value), taken, 9);
            double Value(Offer o) => o.PassRate - (rate * o.Price);
        }
    }

    [Theory]
    [InlineData(60, 0.4)]
    [InlineData(2_000, 0.1)]
    public void What_was_believed_of_the_first_tasks_is_forgotten_sooner_than_what_was_learnt_by_many(int before, double goingRate)
    {
        RecentTasks recent = new();
        for (int i = 0; i < before + 40; i++)
        {
            double gain = i < before ? 0.1 : 0.4;
            recent.Add([new Offer(1, 0.5, 0.5), new Offer(2, 0.5 + gain, 0.5 + gain)]);
        }

        GoingRate found = recent.GoingRate(new RoutingGoal.Spend(Usd.RoundUp(1.5m)))!.Value;

        Assert.Equal(goingRate, found.PassRate, 9);
    }
}
