using System.Text.Json;
using AgentFunctions.Batching.Packing;
using NJsonSchema;

namespace AgentFunctions.Tests.Batching.Packing;

public sealed class PackAnswerTests
{
    private static readonly string[] Ids = ["a1", "a2", "a3", "a4"];

    private static readonly JsonSchema Output = JsonSchema.FromJsonAsync("""{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}}""").GetAwaiter().GetResult();

    [Fact]
    public void Each_item_gets_its_own_output() =>
        Assert.Equal(["""{"n":1}""", """{"n":2}""", """{"n":3}""", """{"n":4}"""], Split(Entry("a1", 1), Entry("a2", 2), Entry("a3", 3), Entry("a4", 4)).Items.Select(i => i.Json));

    [Theory]
    [InlineData("", "the answer is not valid JSON")]
    [InlineData("I cannot do that.", "the answer is not valid JSON")]
    [InlineData("""{"items":[{"id":"a1","output":{"n":1}},{"id":"a2","ou""", "the answer is not valid JSON")]
    [InlineData("[]", "the answer has no list 'items' with entries")]
    [InlineData("""{"items":{}}""", "the answer has no list 'items' with entries")]
    [InlineData("""{"items":[]}""", "the answer has no list 'items' with entries")]
    [InlineData("""{"n":1}""", "the answer has no list 'items' with entries")]
    public void An_answer_that_cannot_be_taken_apart_says_why(string text, string problem)
    {
        PackAnswer answer = PackAnswer.Split(text, Ids, Output);

        Assert.Equal(problem, answer.Problem);
        Assert.Empty(answer.Items);
    }

    [Fact]
    public void An_item_that_is_left_out_doubled_or_wrong_has_a_problem_and_the_others_have_not()
    {
        PackAnswer answer = Split(Entry("a1", 1), Entry("a2", 2), Entry("a2", 3), """{"id":"a4","output":{"n":"four"}}""");

        Assert.Equal(["""{"n":1}""", null, null, null], answer.Items.Select(i => i.Json));
        Assert.Equal([null, "the answer has it more than once", "the answer leaves it out"], answer.Items.Take(3).Select(i => i.Problem));
        Assert.StartsWith("#/n: ", answer.Items[3].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_belong_to_no_item_are_passed_over()
    {
        PackAnswer answer = Split(Entry("a1", 1), Entry("b7", 9), "null", "7", """{"output":{"n":8}}""", Entry("a2", 2), Entry("a3", 3), Entry("a4", 4));

        Assert.Equal(["""{"n":1}""", """{"n":2}""", """{"n":3}""", """{"n":4}"""], answer.Items.Select(i => i.Json));
    }

    [Fact]
    public void Items_that_are_out_of_order_are_not_trusted()
    {
        PackAnswer answer = Split(Entry("a1", 1), Entry("a3", 3), Entry("a2", 2), Entry("a4", 4));

        Assert.Equal(["""{"n":1}""", null, null, """{"n":4}"""], answer.Items.Select(i => i.Json));
        Assert.Equal("the answer has it out of order", answer.Items[1].Problem);
    }

    [Fact]
    public void An_entry_without_output_has_a_problem() =>
        Assert.Equal("the answer gives it no output", Split("""{"id":"a1"}""", Entry("a2", 2)).Items[0].Problem);

    [Fact]
    public void A_fence_around_the_answer_does_no_harm() =>
        Assert.Equal("""{"n":1}""", PackAnswer.Split($"```json\n{{\"items\":[{Entry("a1", 1)}]}}\n```", Ids, Output).Items[0].Json);

    private static PackAnswer Split(params string[] entries) => PackAnswer.Split($"{{\"items\":[{string.Join(',', entries)}]}}", Ids, Output);

    private static string Entry(string id, int n) => JsonSerializer.Serialize(new { id, output = new { n } });
}
