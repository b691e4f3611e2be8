using AgentFunctions.Agents;

namespace AgentFunctions.Models.Batches;

/// <summary>Reads <c>batch</c> of a model in <c>models.json</c>.</summary>
internal static class BatchFields
{
    private static readonly TimeSpan UsualWindow = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);

    /// <exception cref="FormatException">Not as described; names the field.</exception>
    public static BatchOffer? Read(JsonFields model, ModelProvider provider)
    {
        if (model.OptionalObject("batch", "api", "priceFactor", "window", "endpoint", "deployment") is not { } batch)
        {
            return null;
        }

        if (provider == ModelProvider.Offline)
        {
            throw model.Error("batch", "the provider offline has no batch API; allowed are openai and azure-openai");
        }

        return new BatchOffer(Api(batch, provider), batch.Part("priceFactor"), Window(batch), Endpoint(batch)) { Deployment = batch.OptionalText("deployment") };
    }

    private static BatchApi Api(JsonFields batch, ModelProvider provider) => batch.Text("api") switch
    {
        "openai" => BatchApi.OpenAI,
        "anthropic" when provider == ModelProvider.AzureOpenAI => throw batch.Error("api", "is 'anthropic'; with the provider azure-openai allowed is openai"),
        "anthropic" => BatchApi.Anthropic,
        { } other => throw batch.Error("api", $"is '{other}'; allowed are openai, anthropic"),
    };

    private static TimeSpan Window(JsonFields batch) => batch.OptionalText("window") switch
    {
        null => UsualWindow,
        { } text when Duration.TryParse(text, out TimeSpan window) && window > TimeSpan.Zero && window <= LongestWindow && window.Ticks % TimeSpan.TicksPerHour == 0 => window,
        { } text => throw batch.Error("window", $"is '{text}'; allowed are whole hours from 1h to 7d"),
    };

    private static Uri? Endpoint(JsonFields batch) => batch.OptionalText("endpoint") switch
    {
        null => null,
        { } text when Uri.TryCreate(text, UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https" => endpoint,
        _ => throw batch.Error("endpoint", "must be an absolute http or https address"),
    };
}
