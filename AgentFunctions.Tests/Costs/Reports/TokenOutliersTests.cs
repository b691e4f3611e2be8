using AgentFunctions.Costs.Reports.Levers;
using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Costs.Reports;

/// <summary>Tasks with far more tokens than usual.</summary>
public sealed class TokenOutliersTests
{
    [Fact]
    public async Task A_task_far_above_the_median_is_named_with_its_ratio_and_capping_it_saves_what_is_above()
    {
        CostHistory history = Alike(20);
        AgentTask odd = history.Add(100, input: 10_000, output: 1_000);

        TopReport report = await history.ReadAsync();
        AgentOutliers outliers = Assert.Single(report.Outliers);
        Suggestion.CapTokens cap = Assert.Single(report.Suggestions.SelectMany(s => s.Suggestions).OfType<Suggestion.CapTokens>());

        Assert.Equal(("sort", 21, 110.0, 330.0, 1, 30_000L), (outliers.Agent, outliers.Tasks, outliers.MedianTokens, outliers.Threshold, outliers.Count, outliers.Cost.Micros));
        Assert.Equal((odd.Id, 11_000L, 100.0), (outliers.Worst[0].Id, outliers.Worst[0].Tokens, outliers.Worst[0].Ratio));
        Assert.Equal((1, 330.0, 29_100L), (cap.Tasks, cap.Cap, cap.Saved.Micros));
    }

    [Theory]
    [InlineData(3 * 110, false)]
    [InlineData((3 * 110) + 1, true)]
    public async Task Where_all_are_alike_three_times_the_median_is_the_limit(int tokens, bool isOutlier)
    {
        CostHistory history = Alike(20);
        history.Add(100, input: tokens - 10, output: 10);

        Assert.Equal(isOutlier ? 1 : 0, (await history.ReadAsync()).Outliers.Count);
        Assert.Equal(isOutlier ? 1 : 0, (await history.SuggestionsAsync<Suggestion.CapTokens>()).Count);
    }

    // ln 2 apart from the median on average, so 3.5 x ln 2 / 0.6745 on the logarithm is 2^5.189 = 36.5 times the median.
    [Fact]
    public void A_wide_spread_moves_the_limit_up()
    {
        (double threshold, double median) = TokenOutliers.ThresholdOf([50, 50, 50, 100, 100, 100, 200, 200, 200, 400]);

        Assert.Equal(100, median);
        Assert.Equal(100 * Math.Pow(2, 3.5 / 0.6745), threshold, 6);
    }

    [Fact]
    public void The_median_of_an_even_number_lies_between_the_two_in_the_middle() => Assert.Equal(15.0, TokenOutliers.ThresholdOf([10, 10, 20, 20]).Median);

    [Fact]
    public async Task Nine_tasks_say_nothing_about_what_is_usual()
    {
        CostHistory history = Alike(8);
        history.Add(100, input: 1_000_000);

        Assert.Empty((await history.ReadAsync()).Outliers);
    }

    [Fact]
    public async Task Ten_of_the_worst_are_named_and_all_are_counted()
    {
        CostHistory history = Alike(100);
        for (int i = 0; i < 12; i++)
        {
            history.Add(200 + i, input: 10_000 + i);
        }

        AgentOutliers outliers = Assert.Single((await history.ReadAsync()).Outliers);

        Assert.Equal((12, 10), (outliers.Count, outliers.Worst.Count));
        Assert.Equal(10_021, outliers.Worst[0].Tokens);
    }

    private static CostHistory Alike(int tasks)
    {
        CostHistory history = new();
        for (int i = 0; i < tasks; i++)
        {
            history.Add(i);
        }

        return history;
    }
}
