using AgentFunctions.Storage.SharedStates;

namespace AgentFunctions.Limits;

/// <summary>Where the shared states of limits stand in table <c>limits</c>.</summary>
public static class LimitKeys
{
    private const string Models = "models";
    private const string Budgets = "budgets";
    private const string ApiKeys = "apikeys";

    /// <summary>The calls that a model takes.</summary>
    public static StateKey OfModel(string model) => new(Models, StateKey.Escape(model));

    /// <summary>The requests of an API key.</summary>
    public static StateKey OfApiKey(string id) => new(ApiKeys, StateKey.Escape(id));

    /// <summary>What a tenant spends on an agent, or on all, in a period.</summary>
    /// <param name="isShared">True when the budget stands for each tenant; a tenant may have one of its own beside it.</param>
    public static StateKey OfBudget(bool isShared, string tenant, string agent, string period) =>
        new(Budgets, $"{(isShared ? "each" : "own")}:{StateKey.Escape(tenant)}:{StateKey.Escape(agent)}:{period}");
}
