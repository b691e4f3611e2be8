using AgentFunctions.Bench.Routing;

namespace AgentFunctions.Tests.Routing;

/// <summary>The measurement itself: its figures on examples worked out by hand, and what it makes of bad files.</summary>
public sealed class RoutingBenchTests
{
    [Fact]
    public void A_random_mix_has_half_the_area_and_recovers_a_share_at_the_same_cost()
    {
        CostQualityCurve mix = new([new(0, 0.6), new(1, 0.8)]);

        Assert.Equal(0.5, mix.Apgr, 9);
        Assert.Equal(0.5, mix.ApgrOfTenIntervals, 9);
        Assert.Equal(0.5, mix.Cpt(0.5), 9);
        Assert.Equal(0.8, mix.Cpt(0.8), 9);
    }

    [Fact]
    public void A_curve_worked_out_by_hand()
    {
        // PGR 0, 0.8, 1 at cost 0, 0.4, 1: area 0.4 × 0.4 + 0.6 × 0.9 = 0.7.
        CostQualityCurve curve = new([new(1, 0.8), new(0.4, 0.76), new(0, 0.6)]);

        Assert.Equal(0.7, curve.Apgr, 9);
        Assert.Equal(0.7, curve.ApgrOfTenIntervals, 9);
        Assert.Equal(0.25, curve.Cpt(0.5), 9);
        Assert.Equal(0.4, curve.Cpt(0.8), 9);
        Assert.Equal(0.78, curve.AccuracyAt(0.7), 9);
    }

    [Fact]
    public void A_mix_of_three_models_recovers_more_than_half_where_the_middle_one_is_worth_its_price()
    {
        RoutingData data = new(Names(3), [.. new bool[][] { [true, true, true], [false, true, true], [false, true, true], [false, false, true] }.Select(o => JudgedPrompt.Of("How many?", o))]);

        // PGR 0, 2/3, 1 at cost 0, 0.5, 1.
        CostQualityCurve mix = RandomMix.Of(data, new RoutingPlan(RoutingMode.KFold, 1, [1, 2, 3], 0.9, 0, 1));
        Assert.Equal(7 / 12.0, mix.Apgr, 9);
        Assert.Equal(0.375, mix.Cpt(0.5), 9);

        // A middle model at nearly the dearest's price is in no mix.
        Assert.Equal(0.5, RandomMix.Of(data, new RoutingPlan(RoutingMode.KFold, 1, [1, 9, 10], 0.9, 0, 1)).Apgr, 9);
    }

    [Fact]
    public void A_mix_ends_at_the_dearest_even_where_a_cheaper_one_is_better()
    {
        RoutingData data = Data([true, false], [true, true]);

        CostQualityCurve mix = RandomMix.Of(data, new RoutingPlan(RoutingMode.KFold, 1, [1, 10], 0.9, 0, 1));

        Assert.Equal([new CurvePoint(0, 1), new CurvePoint(1, 0.5)], mix.Points);
    }

    [Fact]
    public void Without_a_gap_nothing_can_be_recovered()
    {
        CostQualityCurve curve = new([new(0, 0.8), new(1, 0.8)]);

        Assert.True(double.IsNaN(curve.Apgr) && double.IsNaN(curve.Cpt(0.5)));
    }

    [Fact]
    public void Cascades_pay_for_every_call_and_every_check()
    {
        RoutingData data = Data([true, true], [false, true], [false, false], [true, false]);
        RoutingPlan plan = new(RoutingMode.KFold, 1, [1, 10], 0.9, 0.5, 1);

        Baseline perfect = Baseline.Cascade(data, plan, 1);
        Assert.Equal((1 + 0.5) + (0.5 * 10), perfect.Price, 9);
        Assert.Equal(0.75, perfect.Accuracy, 9);

        // A check that is right in 0.9: half of the answers are right, so that it sends on 0.05 + 0.45 of them.
        Baseline real = Baseline.Cascade(data, plan, 0.9);
        Assert.Equal(1.5 + (0.5 * 10), real.Price, 9);
        Assert.Equal((0.9 + 0.1 + 0.9 + 0 + 0.9) / 4, real.Accuracy, 9);

        Baseline oracle = Baseline.Oracle(data, plan);
        Assert.Equal((1 + 10 + 1 + 1) / 4.0, oracle.Price, 9);
        Assert.Equal(0.75, oracle.Accuracy, 9);
    }

    [Fact]
    public void Calibration_of_known_forecasts()
    {
        Calibration calibration = Calibration.Of([new(0, 0.75, true), new(0, 0.75, true), new(0, 0.75, true), new(0, 0.75, false), new(0, 0.05, true)]);

        Assert.Equal(((3 * 0.0625) + 0.5625 + 0.9025) / 5, calibration.Brier, 9);
        Assert.Equal(0.95 / 5, calibration.Ece, 9);
        Assert.Equal([1, 4], calibration.Bins.Select(b => b.Count));
    }

    [Theory]
    [InlineData("KFold", 2)]
    [InlineData("KFold", 3)]
    [InlineData("Prequential", 2)]
    public void Outcomes_that_follow_a_rule_are_routed_well_and_those_that_follow_none_like_a_random_mix(string modeName, int models)
    {
        RoutingMode mode = Enum.Parse<RoutingMode>(modeName);
        Random random = new(9);
        RoutingData ruled = new(Names(models), [.. Enumerable.Range(0, 300).Select(_ => Ruled(random, models))]);
        RoutingData unruled = new(Names(2), [.. Enumerable.Range(0, 300).Select(_ => JudgedPrompt.Of(
            SamplePrompts.Next(random).Text, [random.NextDouble() < 0.5, random.NextDouble() < 0.9]))]);

        Assert.InRange(Apgr(ruled, mode), 0.68, 0.8);
        Assert.InRange(Apgr(unruled, mode), 0.35, 0.65);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Files_where_all_or_none_pass_are_measured_too(bool passed)
    {
        Random random = new(4);
        RoutingData data = new(Names(2), [.. Enumerable.Range(0, 100).Select(_ => JudgedPrompt.Of(SamplePrompts.Next(random).Text, [passed, passed]))]);

        foreach (RoutingMode mode in Enum.GetValues<RoutingMode>())
        {
            using StringWriter text = new();
            RoutingPlan plan = new(mode, 1, RoutingPlan.UsualPrices(2), 0.9, 0, 1);
            new RoutingReport(text).Write(new RoutingFigures(data, plan, [Outcome(data, plan)]));
            Assert.EndsWith("APGR n/a CPT50 n/a CPT80 n/a\n", text.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Prompts_that_stand_in_the_file_twice_are_no_help()
    {
        Random random = new(6);
        JudgedPrompt[] once = [.. Enumerable.Range(0, 150).Select(_ => JudgedPrompt.Of(SamplePrompts.Next(random).Text, [random.NextDouble() < 0.5, random.NextDouble() < 0.9]))];

        Assert.InRange(Apgr(new RoutingData(Names(2), [.. once, .. once, .. once, .. once]), RoutingMode.KFold), 0.3, 0.7);
    }

    [Fact]
    public void The_same_seed_gives_the_same_curve()
    {
        Random random = new(2);
        RoutingData data = new(Names(2), [.. Enumerable.Range(0, 120).Select(_ => Ruled(random, 2))]);
        RoutingPlan plan = new(RoutingMode.Prequential, 3, RoutingPlan.UsualPrices(2), 0.9, 0, 1);

        Assert.Equal(Outcome(data, plan).Curve.Points, Outcome(data, plan).Curve.Points);
    }

    [Fact]
    public void A_prompt_with_quotes_and_line_breaks_is_one_row()
    {
        string rows = string.Concat(Enumerable.Repeat("\"He said \"\"no\"\",\nthen left. Why?\",True,0\n", RoutingFile.LeastRows));

        RoutingData data = RoutingFile.Read(new StringReader("prompt,small,large\n" + rows));

        Assert.Equal(RoutingFile.LeastRows, data.Prompts.Count);
        Assert.Equal(["small", "large"], data.Models);
        Assert.Equal([true, false], data.Prompts[^1].Passed);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("question,a,b\nx,True,True\n", "line 1, column 1 is 'question'")]
    [InlineData("prompt,a\nx,True\n", "1 model(s)")]
    [InlineData("prompt\nx\n", "0 model(s)")]
    [InlineData("prompt,a,a\nx,True,True\n", "the model 'a' twice")]
    [InlineData("prompt,a,\nx,True,True\n", "line 1, column 3 has no name")]
    [InlineData("prompt,a,b\nx,True,True\ny,True,maybe\n", "line 3, column 'b' is 'maybe'; allowed are True, False, 1, 0")]
    [InlineData("prompt,a,b\n\"x\ny\",True,True\nz,,True\n", "line 4, column 'a' is ''")]
    [InlineData("prompt,a,b\nx,True\n", "line 2 has 2 columns; the header has 3")]
    [InlineData("prompt,a,b\nx,True,True,True\n", "line 2 has 4 columns; the header has 3")]
    [InlineData("prompt,a,b\n ,True,True\n", "line 2, column 'prompt' is empty")]
    [InlineData("prompt,a,b\nx,True,True\n", "has 1 rows; at least 50 are needed")]
    public void A_bad_file_is_refused_with_line_and_column(string text, string expected)
    {
        RoutingFileException error = Assert.Throws<RoutingFileException>(() => RoutingFile.Read(new StringReader(text)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static string[] Names(int models) => [.. Enumerable.Range(0, models).Select(m => $"model-{m}")];

    private static JudgedPrompt Ruled(Random random, int models)
    {
        (string text, _, bool hard) = SamplePrompts.Next(random);
        return JudgedPrompt.Of(text, [.. Enumerable.Range(0, models).Select(m => !hard || m == models - 1)]);
    }

    private static RoutingData Data(params bool[][] outcomes) =>
        new(Names(2), [.. outcomes.Select(o => JudgedPrompt.Of("How many?", o))]);

    private static double Apgr(RoutingData data, RoutingMode mode) =>
        Outcome(data, new RoutingPlan(mode, 1, RoutingPlan.UsualPrices(data.Models.Count), 0.9, 0, 1)).Curve.Apgr;

    private static RoutingOutcome Outcome(RoutingData data, RoutingPlan plan) =>
        plan.Mode == RoutingMode.KFold ? new KFoldRun(data, plan).Run(plan.Seed) : new PrequentialRun(data, plan).Run(plan.Seed);
}
