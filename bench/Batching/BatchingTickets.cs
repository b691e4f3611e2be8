using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Models;

namespace AgentFunctions.Bench.Batching;

/// <summary>Tickets to classify, when they come, and what is right for each. Drawn from the seed.</summary>
internal sealed class BatchingTickets
{
    private static readonly string[] Categories = ["billing", "technical", "account", "shipping", "other"];

    private static readonly string[] Words =
        "the my order invoice was charged twice for this month and nobody answers please refund it app crashes when I open settings after update cannot sign in with new password parcel has not arrived yet tracking says delivered but door is empty how do we change billing address or add a colleague"
            .Split(' ');

    private static readonly string[] Rules =
        "Read the ticket and choose the one category that says who must act first. Billing covers invoices, charges, refunds and prices. Technical covers errors, crashes and slowness. Account covers passwords, sign-in and profiles. Shipping covers deliveries and parcels. A ticket is urgent when someone is blocked today or data is at risk. Judge by what is described, and not by capital letters or exclamation marks. When several topics meet, the one that the customer asks to have solved decides. Repeat the ticket's number as it stands."
            .Split(' ');

    private readonly TokenCounter _tokens;

    public BatchingTickets(BatchingPlan plan, TokenCounter tokens)
    {
        _tokens = tokens;
        Random random = new(plan.Seed);
        List<Ticket> all = [];
        TimeSpan at = TimeSpan.Zero;
        for (int number = 0; number < plan.Tasks; number++)
        {
            at += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / plan.Rate);
            string text = Filled($"T-{number:00000}", plan.TaskTokens, () => Words[random.Next(Words.Length)]);
            all.Add(new Ticket(number, at, text));
        }

        All = all;
    }

    /// <summary>In the order in which they come.</summary>
    public IReadOnlyList<Ticket> All { get; }

    /// <summary>The right answer.</summary>
    public static string AnswerTo(int number) => Answer(number, Categories[number % Categories.Length]);

    /// <summary>An answer that does not match the agent's shape.</summary>
    public static string WrongAnswerTo(int number) => Answer(number, "unknown");

    /// <summary>The agent's file.</summary>
    /// <param name="batch">Its <c>batch</c>; null leaves it out.</param>
    public string AgentFile(int instructions, string? batch)
    {
        int next = 0;
        string rules = Filled(Rules[next++], instructions, () => Rules[next++ % Rules.Length]);
        return $$$$"""
            ---
            name: tickets
            description: Sorts a ticket.
            version: 1
            maxOutputTokens: 100
            output:
              type: object
              additionalProperties: false
              required: [ticket, category, urgent]
              properties:
                ticket: {type: string}
                category: {type: string, enum: [{{{{string.Join(", ", Categories)}}}}]}
                urgent: {type: boolean}
            cache: {use: false}
            {{{{(batch is null ? string.Empty : $"batch: {batch}")}}}}
            ---
            {{{{rules}}}}

            {{input.text}}
            """;
    }

    private static string Answer(int number, string category) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"ticket":"T-{{number:00000}}","category":"{{category}}","urgent":{{(number % 7 == 0 ? "true" : "false")}}}""");

    private string Filled(string begin, int tokens, Func<string> next)
    {
        StringBuilder text = new(begin);
        while (_tokens.Count(text.ToString()) < tokens)
        {
            text.Append(' ').Append(next());
        }

        return text.ToString();
    }
}

/// <summary>One task to be.</summary>
/// <param name="At">When it comes, from the beginning.</param>
internal sealed record Ticket(int Number, TimeSpan At, string Text)
{
    public byte[] Body { get; } = Encoding.UTF8.GetBytes($$$"""{"agent":"tickets","input":{"text":{{{JsonSerializer.Serialize(Text)}}}}}""");
}
