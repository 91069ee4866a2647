// The grammar of mlp. Its tokens come from a hand-written lexer (compiler/parse/src/lexer.h), which has already decided
// which words are keywords, what each `(`, `[` and `-` is, and that brackets are balanced; see README.md.
//
// Every decision is LL(1); if one is not, the build fails. That is why binary operators are a flat list here: the tree
// builder applies precedence. Rules that would give poor messages as grammar (commas and line ends, where a statement
// is allowed) are left to the builder too.
parser grammar Mlp;

options {
  tokenVocab = MlpTokens;
  superClass = ParserBase;
}

@parser::postinclude {
#include "parser_base.h"
}

// ---- declarations; the lexer passes on one at a time

declaration
  : decorators+=decorator*
    ( import_=importDeclaration
    | constant=constDeclaration
    | alias=typeDeclaration
    | keyed=recordDeclaration
    | kinded=kindDeclaration
    | callable=callableDeclaration
    | trainjob=trainjobDeclaration
    | flow=flowDeclaration
    )
    EOF
  ;

decorator : '@' path+=Identifier ( '.' path+=Identifier )* args=arguments? ;

importDeclaration : 'import' ( path+=Identifier ( '.' path+=Identifier )* | file=String ) ( 'as' alias=Identifier )? ;

constDeclaration : 'const' name=Identifier ( ':' annotation=type )? '=' value=expression ;

typeDeclaration : 'type' name=Identifier '=' '|'? definition=type ;

recordDeclaration : kind=( 'artifact' | 'secret' ) name=Identifier fields=record ;

kindDeclaration
  : keyword=( 'existing' | 'resource' ) name=Identifier ':' path+=Identifier ( '.' path+=Identifier )* fields=record?
  ;

callableDeclaration
  : keyword=( 'component' | 'pipeline' ) name=Identifier inputs=parameters? ( arrow='->' result=outputs )? body=block?
  ;

trainjobDeclaration : 'trainjob' name=Identifier inputs=parameters? fields=record ;

flowDeclaration
  : keyword=( 'workflow' | 'stage' | 'job' | 'steps' ) name=Identifier inputs=parameters? body=block
  ;

parameters : ( CallParen | GroupParen ) ( items+=parameter ','? )* ')' ;

outputs : single=type | named=parameters ;

parameter : decorators+=decorator* name=Identifier ':' annotation=type ( '=' value=expression )? ;

// ---- types

type : terms+=typeTerm ( '|' terms+=typeTerm )* ;

typeTerm
  : ( path+=Identifier ( '.' path+=Identifier )*
    | fields=recordType
    | minus=Negate? literal=( String | Int | Float | Unit | 'true' | 'false' )
    | missing=Missing
    )
    runtime='*'? optional='?'? brackets+=typeBrackets*
  ;

// The arguments of a name. `T[]` and further brackets, which other languages have, are reported when the tree is built.
typeBrackets : IndexBracket ( args+=type ','? )* close=']' runtime='*'? optional='?'? ;

recordType : '{' ( items+=typeField ','? )* '}' ;

typeField
  : decorators+=decorator* key=( Identifier | String ) ':' annotation=type ( '=' value=expression )?
  | '...' spread=type
  ;

// ---- statements; one kind of block serves components, pipelines, branches, workflows, stages, jobs and hooks

block : '{' ( items+=statement ','? )* '}' ;

statement
  : let=letStatement
  | group=structured
  | give=( 'return' | 'yield' ) value=expression
  | item=itemStatement
  | key=String ':' value=expression
  | word=Identifier
    ( ':' value=expression
    | suffixes+=suffix suffixes+=suffix* settings=record?
    | hook=block
    | module=Identifier? ( code=fence settings=record? | file=String )
    )
  ;

letStatement : 'let' name=Identifier ( ':' annotation=type )? '=' ( group=structured | value=expression settings=record? ) ;

itemStatement
  : keyword=( 'stage' | 'job' | 'deployment' ) name=Identifier ( '=' value=expression settings=record? | body=block )
  ;

structured
  : keyword='if' conditions+=expression bodies+=block ( elses+='else' ( 'if' conditions+=expression )? bodies+=block )*
  | keyword='for' variable=Identifier 'in' value=expression bodies+=block
  | keyword='try' bodies+=block 'finally' bodies+=block
  ;

// ---- expressions

expression
  : operands+=operand
    ( operators+=( '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | Minus | '*' | '/' | '%' ) operands+=operand
    | operators+='?' thens+=expression ':' operands+=operand
    )*
  ;

operand
  : prefixes+=( '!' | Negate )*
    ( name=Identifier code=fence?
    | literal=( Int | Float | Unit | String | 'true' | 'false' | 'null' | Missing )
    | text=interpolation
    | items=list
    | fields=record
    | GroupParen group=expression ')'
    )
    suffixes+=suffix*
  ;

suffix : '.' attribute=Identifier | call=arguments | IndexBracket index=expression ']' | version=Version ;

arguments : CallParen ( items+=argument ','? )* ')' ;

argument : value=expression ( colon=':' named=expression )? ;

list : ListBracket ( items+=listItem ','? )* ']' ;

listItem : spread='...'? value=expression ;

record : '{' ( items+=member ','? )* '}' ;

member : key=Identifier ( ':' value=expression )? | key=String ':' value=expression | '...' spread=expression ;

interpolation
  : pieces+=StringHead values+=expression ( pieces+=StringMid values+=expression )* pieces+=StringTail
  ;

fence
  : pieces+=Fence
  | pieces+=FenceHead values+=expression ( pieces+=FenceMid values+=expression )* pieces+=FenceTail
  ;
