using System.CommandLine;
using System.Globalization;

namespace AgentFunctions.Bench.Planning;

/// <summary>The options that a plan and its simulation share. They are read here, so that an error says what is allowed.</summary>
internal sealed class PlanOptions
{
    private readonly Option<string> _meanSeconds = Of("--mean-seconds", "Mean seconds that a task keeps a worker, nearly all of it the model's. Above 0, at most 86400", null);
    private readonly Option<string> _tokens = Of("--tokens", "Mean tokens of a task's prompt and answer, as IN,OUT", null);
    private readonly Option<string> _peakFactor = Of("--peak-factor", "Tasks of the busiest hour against those of the mean hour, 1 to 24; 2.5 is the work of a day within ten hours", "2.5");
    private readonly Option<string> _wait = Of("--wait", "Seconds within which 95% of the busiest hour's tasks should find a worker", "30");
    private readonly Option<string> _requests = Of("--requests-per-minute", "The provider's limit on requests; none by default", null);
    private readonly Option<string> _tokensPerMinute = Of("--tokens-per-minute", "The provider's limit on tokens, input and reserved output together; none by default", null);
    private readonly Option<string> _maxOutput = Of("--max-output-tokens", "What a call reserves of that limit for its answer: the agent's maxOutputTokens", "1000");
    private readonly Option<string> _cacheShare = Of("--cache-share", "Share of tasks answered from the result cache or by an identical open task, 0 to 1", "0");
    private readonly Option<string> _batchShare = Of("--batch-share", "Share of the others that goes through the provider's batch API at half the price, beside workers and limits, 0 to 1", "0");
    private readonly Option<string> _promptCacheShare = Of("--prompt-cache-share", "Share of input tokens that the provider reads from its prompt cache, 0 to 1", "0");
    private readonly Option<string> _hosting = Of("--hosting", $"Where the workers run: {string.Join(", ", HostingOption.Names)}. By default as the growth stage says", null);
    private readonly Option<string> _concurrency = Of("--concurrency", "Tasks at a time on an instance: serviceBus.maxConcurrentCalls of host.json. The local host has workers of one each", "64");
    private readonly Option<string> _modelPrice = Of("--model-price", "US dollars a million tokens, as IN,OUT or IN,OUT,CACHED; by default those of the price table", null);
    private readonly Option<FileInfo> _prices = new("--prices") { Description = "File with prices of your own, of the shape of bench/Planning/prices.json; what it leaves out stays" };

    /// <summary>In the order of the help text.</summary>
    public IEnumerable<Option> All =>
    [
        _meanSeconds, _tokens, _peakFactor, _wait, _requests, _tokensPerMinute, _maxOutput, _cacheShare, _batchShare, _promptCacheShare, _hosting, _concurrency, _modelPrice, _prices,
    ];

    /// <exception cref="FormatException">Names the option and what is allowed.</exception>
    public PlanInputs Read(ParseResult line, double tasksPerDay, RateCurve curve)
    {
        double[] tokens = Numbers(line, _tokens, "1155,211", 2, 2, 0, 10_000_000);
        Demand demand = new(tasksPerDay, Number(line, _meanSeconds, double.Epsilon, 86_400, "8"), tokens[0], tokens[1])
        {
            PeakFactor = Number(line, _peakFactor, 1, 24),
            CacheShare = Number(line, _cacheShare, 0, 1),
            BatchShare = Number(line, _batchShare, 0, 1),
            PromptCacheShare = Number(line, _promptCacheShare, 0, 1),
        };
        return new PlanInputs(demand, curve)
        {
            Hosting = line.GetValue(_hosting) is { } name
                ? HostingOption.Find(name) ?? throw new FormatException($"--hosting is '{name}'; allowed are {string.Join(", ", HostingOption.Names)}.")
                : null,
            Wait = Number(line, _wait, 0.1, 86_400),
            Concurrency = Whole(line, _concurrency, 1, 1_000) ?? 0,
            RequestsPerMinute = Whole(line, _requests, 1, int.MaxValue),
            TokensPerMinute = Whole(line, _tokensPerMinute, 1, int.MaxValue),
            ReservedOutput = Whole(line, _maxOutput, 1, 1_000_000) ?? 0,
        };
    }

    /// <exception cref="FormatException">Names the option or the price, and what is allowed.</exception>
    public PriceTable ReadPrices(ParseResult line)
    {
        PriceTable prices = line.GetValue(_prices) is { } file ? PriceTable.Read(file) : PriceTable.Default();
        if (line.GetValue(_modelPrice) is null)
        {
            return prices;
        }

        double[] model = Numbers(line, _modelPrice, string.Empty, 2, 3, 0, 100_000);
        return prices.With((decimal)model[0], (decimal)(model.Length > 2 ? model[2] : model[0]), (decimal)model[1]);
    }

    public static Option<string> Of(string name, string description, string? usual)
    {
        Option<string> option = new(name) { Description = description };
        if (usual is not null)
        {
            option.DefaultValueFactory = _ => usual;
        }

        return option;
    }

    /// <param name="required">An example for the error where the option is left out and has no default.</param>
    public static double Number(ParseResult line, Option<string> option, double least, double most, string? required = null)
    {
        string text = line.GetValue(option) ?? throw new FormatException($"{option.Name} is missing, such as {option.Name} {required}.");
        return Parse(option, text, least, most);
    }

    /// <summary>Numbers parted by commas, between <paramref name="fewest"/> and <paramref name="mostOf"/> of them.</summary>
    public static double[] Numbers(ParseResult line, Option<string> option, string example, int fewest, int mostOf, double least, double most)
    {
        string text = line.GetValue(option) ?? throw new FormatException($"{option.Name} is missing, such as {option.Name} {example}.");
        string[] parts = text.Split(',');
        return parts.Length >= fewest && parts.Length <= mostOf
            ? [.. parts.Select(p => Parse(option, p, least, most))]
            : throw new FormatException($"{option.Name} is '{text}'; allowed are {(fewest == mostOf ? fewest : $"{fewest} to {mostOf}")} numbers parted by commas.");
    }

    public static int? Whole(ParseResult line, Option<string> option, int least, int most)
    {
        if (line.GetValue(option) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{option.Name} is '{text}'; allowed are whole numbers from {least} to {most}.");
    }

    private static double Parse(Option<string> option, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new FormatException(FormattableString.Invariant(
                $"{option.Name} is '{text}'; allowed are numbers {(least == double.Epsilon ? "above 0" : FormattableString.Invariant($"from {least}"))} to {most}."));
}
