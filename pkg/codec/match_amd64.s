#include "textflag.h"
#include "go_asm.h"

// Of which kinds a byte is (pattern.go): of those that its low half has and its high half.
DATA lowHalf<>+0(SB)/8, $0x1f3f3f3f3f3f3f15
DATA lowHalf<>+8(SB)/8, $0x0a0a0a0a0a1e1f1f
DATA highHalf<>+0(SB)/8, $0x1028042201000000
DATA highHalf<>+8(SB)/8, $0
GLOBL lowHalf<>(SB), RODATA|NOPTR, $16
GLOBL highHalf<>(SB), RODATA|NOPTR, $16

// The bits of the low half, the kind that all bytes are of, white space, quotation
// marks, and the last character before the braces.
DATA bytes<>+0(SB)/8, $0x0f0f0f0f0f0f0f0f
DATA bytes<>+8(SB)/8, $0x8080808080808080
DATA bytes<>+16(SB)/8, $0x2020202020202020
DATA bytes<>+24(SB)/8, $0x0a0a0a0a0a0a0a0a
DATA bytes<>+32(SB)/8, $0x0d0d0d0d0d0d0d0d
DATA bytes<>+40(SB)/8, $0x0909090909090909
DATA bytes<>+48(SB)/8, $0x2222222222222222
DATA bytes<>+56(SB)/8, $0x7a7a7a7a7a7a7a7a
GLOBL bytes<>(SB), RODATA|NOPTR, $64

// READY sets the registers that FITS looks at.
#define READY \
	VBROADCASTI128 lowHalf<>(SB), Y11     \
	VBROADCASTI128 highHalf<>(SB), Y12    \
	VPBROADCASTQ   bytes<>+0(SB), Y13     \
	VPBROADCASTQ   bytes<>+8(SB), Y14     \
	VPXOR          Y15, Y15, Y15

// HALF clears the bytes of GOOD where 32 bytes D may not stand in the chunk at R10, of
// which they are the half that begins at K, and those alone. It uses D and T.
#define HALF(K, D, T, GOOD) \
	VPCMPEQB (chunk_exact+K)(R10), D, GOOD \
	VPSRLW   $4, D, T                      \
	VPAND    Y13, T, T                     \
	VPSHUFB  T, Y12, T                     \
	VPSHUFB  D, Y11, D                     \
	VPAND    D, T, T                       \
	VPOR     Y14, T, T                     \
	VPAND    (chunk_kinds+K)(R10), T, T    \
	VPOR     T, GOOD, GOOD

// FITS sets ZF if the 64 bytes at R8 are of the chunk at R10.
#define FITS \
	VMOVDQU  (R8), Y0     \
	VMOVDQU  32(R8), Y1   \
	HALF(0, Y0, Y2, Y4)   \
	HALF(32, Y1, Y3, Y5)  \
	VPMINUB  Y4, Y5, Y4   \
	VPCMPEQB Y15, Y4, Y4  \
	VPTEST   Y4, Y4

// func fits(first *chunk, n int, in input8) bool
TEXT ·fits(SB), NOSPLIT, $0-25
	CMPB ·useAVX2(SB), $0
	JEQ  portable
	MOVQ first+0(FP), R10
	MOVQ n+8(FP), CX
	MOVQ in_first+16(FP), R8
	READY
	JMP  more

next:
	FITS
	JNE  misfit
	ADDQ $chunk__size, R10
	ADDQ $64, R8

more:
	DECQ CX
	JGE  next
	MOVB $1, ret+24(FP)
	VZEROUPPER
	RET

misfit:
	MOVB $0, ret+24(FP)
	VZEROUPPER
	RET

portable:
	JMP ·fitsPortable(SB)

// func misfits(first *chunk, n int, in input8, to *uint64)
TEXT ·misfits(SB), NOSPLIT, $0-32
	CMPB ·useAVX2(SB), $0
	JEQ  portable
	MOVQ first+0(FP), R10
	MOVQ n+8(FP), CX
	MOVQ in_first+16(FP), R8
	MOVQ to+24(FP), DI
	READY
	JMP  more

next:
	VMOVDQU   (R8), Y0
	VMOVDQU   32(R8), Y1
	HALF(0, Y0, Y2, Y4)
	HALF(32, Y1, Y3, Y5)
	VPCMPEQB  Y15, Y4, Y4
	VPCMPEQB  Y15, Y5, Y5
	VPMOVMSKB Y4, AX
	VPMOVMSKB Y5, BX
	SHLQ      $32, BX
	ORQ       BX, AX
	MOVQ      AX, (DI)
	ADDQ      $8, DI
	ADDQ      $chunk__size, R10
	ADDQ      $64, R8

more:
	DECQ CX
	JGE  next
	VZEROUPPER
	RET

portable:
	JMP ·misfitsPortable(SB)

// NAME sets R13 and R14 to the two bytes by which the name of the member at R8 is looked
// up.
#define NAME \
	MOVQ (matcher_names+wordTable_one)(DI), R13 \
	MOVQ (matcher_names+wordTable_two)(DI), R14 \
	LEAQ 1(R8)(R13*1), R13                      \
	LEAQ 1(R8)(R14*1), R14

// HASH has TO be the hash of that name.
#define HASH(TO) \
	MOVBLZX (R13), TO \
	XORB    (R14), TO

// SHAPE takes the head R10 apart, which is that of the hash AX. R13 and R14 go on to the
// next name.
#define SHAPE \
	MOVBLZX matcher_steps(DI)(AX*1), R12 \
	SHRQ    $48, R10                     \
	JEQ     unknown                      \
	ADDQ    R12, R13                     \
	ADDQ    R12, R14                     \
	ADDQ    R8, R12                      \
	ADDQ    R9, R10

// NOTE has the place of its field say that the member at R8 is of the shape at R10, and
// goes on behind that, unless the field stood before.
#define NOTE \
	MOVL    shape_field(R10), CX         \
	BTSL    CX, R11                      \
	JCS     unknown                      \
	ADDQ    CX, CX                       \
	MOVQ    R8, BX                       \
	SUBQ    SI, BX                       \
	VMOVQ   BX, X0                       \
	VPADDD  shape_place(R10), X0, X0     \
	VMOVDQU X0, matcher_places(DI)(CX*8) \
	MOVQ    R10, BX                      \
	MOVQ    R12, R8

// FOLLOW has the shape be tried next for names of the hash AX that followed that at R10.
#define FOLLOW \
	MOVQ shape_follow(R10), CX           \
	MOVQ CX, matcher_heads(DI)(AX*8)     \
	MOVB CX, matcher_steps(DI)(AX*1)

// func match(m *matcher, in input8, i int) int
//
// R8 is where the next member begins, R10 the shape tried and R12 where the member
// behind one of that begins, BX the shape of the last member, and R9 the first of all.
// R11 are the fields seen, R13 and R14 point to the bytes that tell the next name, SI is
// the input and DI the matcher.
TEXT ·match(SB), NOSPLIT, $0-32
	CMPB ·useAVX2(SB), $0
	JEQ  portable
	MOVQ m+0(FP), DI
	MOVQ in_first+8(FP), SI
	MOVQ i+16(FP), R8
	ADDQ SI, R8
	MOVQ matcher_shapes(DI), R9
	MOVL matcher_last(DI), BX
	ADDQ R9, BX
	MOVL matcher_seen(DI), R11
	READY

member:
	CMPL matcher_ordered(DI), $0
	JNE  ordered

// No shape is expected: the name is looked up. AX is its hash.
any:
	NAME
	HASH(AX)
	MOVQ matcher_heads(DI)(AX*8), R10
	SHAPE

// The name of the next member is looked up first, for what else there is to do with
// this one would keep the processor from it. R15 is its hash, and DX its head.
next:
	HASH(R15)
	MOVQ matcher_heads(DI)(R15*8), DX
	FITS
	JNE  ring
	NOTE
	FOLLOW
	CMPW -1(R12), $0x222c // ,"
	JNE  after
	CMPL R15, AX          // its head was another then
	JEQ  any
	MOVL R15, AX
	MOVQ DX, R10
	SHAPE
	JMP  next

// The shape is not the one that followed the last time: those of its ring are tried,
// of which R15 is the first.
ring:
	MOVQ R10, R15

another:
	MOVL    shape_other(R10), R10
	ADDQ    R9, R10
	CMPQ    R10, R15
	JEQ     unknown
	FITS
	JNE     another
	MOVWLZX (matcher_heads+head_from)(DI)(AX*8), CX
	IMUL3Q  $shape__size, CX, CX
	MOVL    shape_step(R10), R12
	MOVL    R12, (shape_follow+head_step)(R9)(CX*1)
	ADDQ    R8, R12
	MOVQ    R10, DX
	SUBQ    R9, DX
	MOVW    DX, (shape_follow+head_at)(R9)(CX*1)
	NOTE
	FOLLOW
	CMPW    -1(R12), $0x222c
	JEQ     any
	JMP     after

// The shape is tried first that came last behind that of the last member.
ordered:
	MOVL  shape_next(BX), R10
	TESTL R10, R10
	JEQ   named
	ADDQ  R9, R10
	FITS
	JEQ   accept
	MOVQ  (R8), AX
	CMPQ  AX, (R10)
	JNE   named
	MOVQ  R10, R15

// The name is the one expected, but not the shape: those of its ring are tried, of which
// R15 is the first.
other:
	MOVL shape_other(R10), R10
	ADDQ R9, R10
	CMPQ R10, R15
	JEQ  unknown
	FITS
	JNE  other
	JMP  found

// The name is another, or none is expected: it is looked up.
named:
	NAME
	HASH(AX)
	MOVWLZX (matcher_heads+head_at)(DI)(AX*8), R10
	TESTL   R10, R10
	JEQ     unknown
	ADDQ    R9, R10
	MOVQ    R10, R15

head:
	FITS
	JEQ  surprise
	MOVL shape_other(R10), R10
	ADDQ R9, R10
	CMPQ R10, R15
	JNE  head
	JMP  unknown

surprise:
	INCL matcher_surprises(DI)

found:
	MOVQ R10, AX
	SUBQ R9, AX
	MOVL AX, shape_next(BX)

// The member is noted, unless its field stood before.
accept:
	MOVL shape_step(R10), R12
	ADDQ R8, R12
	NOTE
	CMPW -1(R12), $0x222c
	JEQ  ordered

after:
	CMPB -1(R8), $','
	JNE  behind
	CMPB (R8), $' '
	JHI  member

// White space is passed over. A NUL ends it.
space:
	VMOVDQU      (R8), Y0
	VPBROADCASTQ bytes<>+16(SB), Y1
	VPCMPEQB     Y0, Y1, Y1
	VPBROADCASTQ bytes<>+24(SB), Y2
	VPCMPEQB     Y0, Y2, Y2
	VPOR         Y1, Y2, Y1
	VPBROADCASTQ bytes<>+32(SB), Y2
	VPCMPEQB     Y0, Y2, Y2
	VPOR         Y1, Y2, Y1
	VPBROADCASTQ bytes<>+40(SB), Y2
	VPCMPEQB     Y0, Y2, Y2
	VPOR         Y1, Y2, Y1
	VPMOVMSKB    Y1, AX
	NOTL         AX
	BSFL         AX, AX
	JEQ          spaces
	ADDQ         AX, R8
	JMP          member

spaces:
	ADDQ $32, R8
	JMP  space

unknown:
	XORL AX, AX
	JMP  done

behind:
	DECQ R8
	MOVL $1, AX

done:
	SUBQ SI, R8
	LEAQ (AX)(R8*2), AX
	SUBQ R9, BX
	MOVL BX, matcher_last(DI)
	MOVL R11, matcher_seen(DI)
	MOVQ AX, ret+24(FP)
	VZEROUPPER
	RET

portable:
	JMP ·matchPortable(SB)

// BITS has TO be those of 64 bytes for which Y4 and Y5 hold all ones. It uses CX.
#define BITS(TO) \
	VPMOVMSKB Y4, TO  \
	VPMOVMSKB Y5, CX  \
	SHLQ      $32, CX \
	ORQ       CX, TO

// func arranged(a, items *arrangements, in input8, parts *found, room int) int
//
// R8 is where the next part begins, DI its arrangements and SI the others, and BX which
// part it is: 0 the first one, 1 an item of a list, 2 what stands behind a list. R10 is
// the arrangement tried, R11 where it is noted, R12 where in its text the first brace
// stands. AX and DX are the bits of quotation marks in 64 bytes each, R9 and R13 those
// of braces.
TEXT ·arranged(SB), NOSPLIT, $0-48
	CMPB ·useAVX2(SB), $0
	JEQ  portable
	MOVQ a+0(FP), DI
	MOVQ items+8(FP), SI
	MOVQ in_first+16(FP), R8
	MOVQ parts+24(FP), R11
	XORL BX, BX
	READY
	VPBROADCASTQ bytes<>+48(SB), Y6
	VPBROADCASTQ bytes<>+56(SB), Y7

part:
	VMOVDQU  (R8), Y0
	VMOVDQU  32(R8), Y1
	VMOVDQU  64(R8), Y2
	VMOVDQU  96(R8), Y3
	VPCMPGTB Y7, Y0, Y4
	VPCMPGTB Y7, Y1, Y5
	BITS(R9)
	VPCMPGTB Y7, Y2, Y4
	VPCMPGTB Y7, Y3, Y5
	BITS(R13)
	MOVL     $64, CX
	BSFQ     R13, R12     // sets ZF where there is none
	CMOVQEQ  CX, R12
	ADDQ     $64, R12
	BSFQ     R9, CX
	CMOVQNE  CX, R12
	VPCMPEQB Y0, Y6, Y4
	VPCMPEQB Y1, Y6, Y5
	BITS(AX)
	VPCMPEQB Y2, Y6, Y4
	VPCMPEQB Y3, Y6, Y5
	BITS(DX)

	// The marks before the first brace are kept: the bits that change where 1 is taken
	// from those of the braces are its own and all below it.
	MOVQ    R9, CX
	MOVQ    R13, R15
	SUBQ    $1, CX
	SBBQ    $0, R15
	XORQ    CX, R9
	XORQ    R15, R13
	ANDQ    R9, AX
	ANDQ    R13, DX
	MOVQ    $const_slotFactor0, CX
	MOVQ    $const_slotFactor1, R15
	IMULQ   CX, AX
	IMULQ   R15, DX
	ADDQ    DX, AX
	SHRQ    $(64-const_slotBits), AX
	MOVBLZX arrangements_slots(DI)(AX*1), R10
	TESTL   R10, R10
	JEQ     none
	DECQ    room+32(FP)
	JLT     none
	MOVQ    R8, CX
	SUBQ    in_first+16(FP), CX
	MOVL    R10, found_number(R11)
	MOVL    CX, found_at(R11)
	ADDQ    $found__size, R11
	IMUL3Q  $arrangement__size, R10, R10
	ADDQ    arrangements_first(DI), R10
	HALF(arrangement_chunks, Y0, Y8, Y4)
	HALF(arrangement_chunks+32, Y1, Y9, Y5)
	VPMINUB  Y4, Y5, Y4
	HALF(arrangement_chunks+chunk__size, Y2, Y8, Y5)
	VPMINUB  Y4, Y5, Y4
	HALF(arrangement_chunks+chunk__size+32, Y3, Y9, Y5)
	VPMINUB  Y4, Y5, Y4
	VPCMPEQB Y15, Y4, Y4
	VPTEST   Y4, Y4
	JNE      none
	CMPB     arrangement_opens(R10), $0
	JNE      opens
	LEAQ     1(R8)(R12*1), R8
	CMPL     BX, $1
	JNE      done

	// Behind an item: another one, or the end of the list.
	CMPW (R8), $0x7b2c // ,{
	JNE  last
	ADDQ $2, R8
	JMP  part

last:
	CMPB  (R8), $']'
	JNE   none
	INCQ  R8
	CMPB  (R8), $'"' // as the first part begins
	JEQ   none
	MOVQ  SI, DI
	MOVL  $2, BX
	JMP   part

opens:
	TESTL BX, BX
	JNE   none
	CMPL  R12, arrangement_n(R10)
	JNE   none
	CMPB  (R8)(R12*1), $'{'
	JNE   none
	LEAQ  1(R8)(R12*1), R8
	XCHGQ DI, SI
	MOVL  $1, BX
	JMP   part

none:
	MOVQ $0, ret+40(FP)
	VZEROUPPER
	RET

done:
	SUBQ parts+24(FP), R11
	SHRQ $3, R11 // found__size is 8
	MOVQ R11, ret+40(FP)
	VZEROUPPER
	RET

portable:
	JMP ·arrangedPortable(SB)

// ROWEND looks for the end of the row at R8 in the 64 bytes from K on, and goes on at
// found if it is there: BX is K then, and AX has the bit of the line end. Y10 has line
// ends.
#define ROWEND(K) \
	VPCMPEQB  K(R8), Y10, Y0    \
	VPCMPEQB  K+32(R8), Y10, Y1 \
	VPMOVMSKB Y0, AX            \
	VPMOVMSKB Y1, CX            \
	SHLQ      $32, CX           \
	MOVL      $K, BX            \
	ORQ       CX, AX            \
	JNE       found

// func cutRows(c *rowCutter, in input8, i, n int, rows *csvRowAt, room int) int
//
// R11 is where the row begins and BX its length, DX the number of the shape tried and
// R8 and R10 how far it has been compared. R9 is the last place at which a row may
// begin of which maxRow bytes are looked at. R12 is where the row is noted, R13 how many
// still may be, SI the input and DI the cutter.
TEXT ·cutRows(SB), NOSPLIT, $0-56
	CMPB         ·useAVX2(SB), $0
	JEQ          portable
	MOVQ         c+0(FP), DI
	MOVQ         in_first+8(FP), SI
	MOVQ         i+16(FP), R8
	MOVQ         n+24(FP), R9
	MOVQ         rows+32(FP), R12
	MOVQ         room+40(FP), R13
	ADDQ         SI, R8
	LEAQ         (const_pad-const_maxRow)(SI)(R9*1), R9
	VPBROADCASTQ bytes<>+24(SB), Y10
	READY

row:
	CMPQ R8, R9
	JGT  done
	TESTQ R13, R13
	JEQ  done
	MOVQ R8, R11
	ROWEND(0)
	ROWEND(64)
	ROWEND(128)
	JMP  done

found:
	BSFQ    AX, AX
	LEAQ    1(AX)(BX*1), BX
	MOVBLZX rowCutter_lengths(DI)(BX*1), DX

try:
	TESTQ DX, DX
	JEQ   done
	IMUL3Q $rowShape__size, DX, R10
	ADDQ  rowCutter_first(DI), R10
	SUBQ  $rowShape__size, R10
	MOVQ  rowShape_used(R10), CX
	MOVQ  rowShape_alike(R10), AX
	ADDQ  $rowShape_chunks, R10
	MOVQ  R11, R8

piece:
	FITS
	JNE  other
	ADDQ $chunk__size, R10
	ADDQ $64, R8
	DECQ CX
	JNE  piece
	MOVQ R11, AX
	SUBQ SI, AX
	MOVL AX, csvRowAt_from(R12)
	ADDQ BX, AX
	MOVL AX, csvRowAt_to(R12)
	MOVB $1, csvRowAt_plain(R12)
	MOVB DX, csvRowAt_shape(R12)
	MOVB $0, csvRowAt_open(R12)
	ADDQ $csvRowAt__size, R12
	DECQ R13
	LEAQ (R11)(BX*1), R8
	JMP  row

other:
	MOVQ AX, DX
	JMP  try

done:
	MOVQ room+40(FP), AX
	SUBQ R13, AX
	MOVQ AX, ret+48(FP)
	VZEROUPPER
	RET

portable:
	JMP ·cutRowsPortable(SB)
